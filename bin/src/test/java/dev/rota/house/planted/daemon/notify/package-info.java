/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.notify;

import org.jspecify.annotations.NullMarked;
