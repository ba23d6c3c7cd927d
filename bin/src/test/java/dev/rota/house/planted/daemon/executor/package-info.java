/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.executor;

import org.jspecify.annotations.NullMarked;
