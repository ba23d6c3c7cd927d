/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon;

import org.jspecify.annotations.NullMarked;
