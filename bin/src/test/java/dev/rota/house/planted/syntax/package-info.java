/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.syntax;

import org.jspecify.annotations.NullMarked;
