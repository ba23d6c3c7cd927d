/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.run;

import org.jspecify.annotations.NullMarked;
