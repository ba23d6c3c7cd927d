/// Numbers for Prometheus: the page that a process serves, and what is counted in it.
///
/// It stands in `db` for the reason for which `systemd` does: `api` and `daemon` both have such a page, and neither
/// may see the other. It imports nothing of Rota.
@NullMarked
package dev.rota.metrics;

import org.jspecify.annotations.NullMarked;
