@NullMarked
package dev.rota.schedule;

import org.jspecify.annotations.NullMarked;
