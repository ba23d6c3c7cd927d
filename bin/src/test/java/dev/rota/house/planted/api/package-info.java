/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.api;

import org.jspecify.annotations.NullMarked;
