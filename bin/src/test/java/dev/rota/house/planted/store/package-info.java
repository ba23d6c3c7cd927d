/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.store;

import org.jspecify.annotations.NullMarked;
