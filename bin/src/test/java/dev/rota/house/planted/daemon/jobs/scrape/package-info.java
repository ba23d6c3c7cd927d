/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.daemon.jobs.scrape;

import org.jspecify.annotations.NullMarked;
