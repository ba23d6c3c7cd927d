/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.jobs.collect;

import org.jspecify.annotations.NullMarked;
