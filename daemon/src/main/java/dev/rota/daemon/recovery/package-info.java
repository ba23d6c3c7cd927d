/// What keeps runs from being lost when a daemon or its database goes away.
///
/// [LeaseKeeper] renews this daemon's lease, which is its heartbeat too; [Reaper] hands back the runs of daemons
/// whose lease has ended, or whose death this host proves; [Pruner] keeps the tables fit.
@NullMarked
package dev.rota.daemon.recovery;

import org.jspecify.annotations.NullMarked;
