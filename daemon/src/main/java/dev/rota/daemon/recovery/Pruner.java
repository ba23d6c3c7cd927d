package dev.rota.daemon.recovery;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.store.ChoreStore;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the tables fit: partitions made ahead and dropped when old, requests nobody took expired, slots nobody can
/// take explained.
final class Pruner {
    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);
    private static final Duration DAILY = Duration.ofHours(24);
    private static final Duration OFTEN = Duration.ofMinutes(10);

    private final ChoreStore chores;
    private final DatabaseClock clock;
    private final Collection<String> kinds;
    private final Duration patience;
    private @Nullable Long daily;
    private @Nullable Long often;

    /// @param kinds    the kinds of job this daemon knows
    /// @param patience how long a slot may wait for a daemon that knows its kind
    Pruner(ChoreStore chores, DatabaseClock clock, Collection<String> kinds, Duration patience) {
        this.chores = chores;
        this.clock = clock;
        this.kinds = kinds;
        this.patience = patience;
    }

    /// Does what is due.
    ///
    /// @return how many schedules were moved on
    int prune() {
        long now = clock.nanos();
        if (due(daily, DAILY, now)) {
            chores.ensurePartitions();
            chores.prune(ChoreStore.Retention.DEFAULT);
            daily = now;
        }
        if (due(often, OFTEN, now)) {
            int expired = chores.expireRequests();
            if (expired > 0) {
                LOG.warn("{} requests expired, for nobody took them in time.", expired);
            }
            often = now;
        }
        int unknown = chores.decideUnknownKinds(kinds, patience);
        if (unknown > 0) {
            LOG.warn("{} schedules are of a kind that no daemon knows; their slots are passed over.", unknown);
        }
        return unknown;
    }

    private static boolean due(@Nullable Long last, Duration every, long now) {
        return last == null || now - last >= every.toNanos();
    }
}
