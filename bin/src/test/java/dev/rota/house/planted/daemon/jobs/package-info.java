/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.jobs;

import org.jspecify.annotations.NullMarked;
