/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.poller;

import org.jspecify.annotations.NullMarked;
