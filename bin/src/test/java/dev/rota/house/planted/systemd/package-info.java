/// Planted violations: see `dev.rota.house`.
@NullMarked
package dev.rota.house.planted.systemd;

import org.jspecify.annotations.NullMarked;
