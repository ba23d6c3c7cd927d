/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.job;

import org.jspecify.annotations.NullMarked;
