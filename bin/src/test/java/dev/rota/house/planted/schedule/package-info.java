/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.schedule;

import org.jspecify.annotations.NullMarked;
