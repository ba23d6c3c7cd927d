/// Crontabs, as schedules of command jobs.
@NullMarked
package dev.rota.bin.crontab;

import org.jspecify.annotations.NullMarked;
