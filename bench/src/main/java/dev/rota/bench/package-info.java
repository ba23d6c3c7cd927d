/// What the arithmetic of time costs, beside the libraries that others use for it.
@NullMarked
package dev.rota.bench;

import org.jspecify.annotations.NullMarked;
