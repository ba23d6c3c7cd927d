/// The logs of Rota's own processes on this machine: the journal, or a file that is rotated.
@NullMarked
package dev.rota.bin.logs;

import org.jspecify.annotations.NullMarked;
