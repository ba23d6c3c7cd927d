/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.recovery;

import org.jspecify.annotations.NullMarked;
