/// `rota simulate`: what schedules in a file would do, told without a server and without a database.
@NullMarked
package dev.rota.bin.simulate;

import org.jspecify.annotations.NullMarked;
