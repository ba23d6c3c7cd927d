/// `rota backup` and `rota restore`: everything that Rota keeps in its database, in one file.
@NullMarked
package dev.rota.bin.backup;

import org.jspecify.annotations.NullMarked;
