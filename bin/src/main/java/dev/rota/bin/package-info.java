/// The command `rota`: starts either process, both, or talks to the API.
@NullMarked
package dev.rota.bin;

import org.jspecify.annotations.NullMarked;
