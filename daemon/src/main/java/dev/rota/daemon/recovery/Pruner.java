package dev.rota.daemon.recovery;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.store.ChoreStore;
import dev.rota.store.PollStore.Signs;
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

    private final ChoreStore chores;
    private final DatabaseClock clock;
    private final Collection<String> kinds;
    private final Duration patience;
    private @Nullable Long last;

    /// @param kinds    the kinds of job this daemon knows
    /// @param patience how long a slot may wait for a daemon that knows its kind
    Pruner(ChoreStore chores, DatabaseClock clock, Collection<String> kinds, Duration patience) {
        this.chores = chores;
        this.clock = clock;
        this.kinds = kinds;
        this.patience = patience;
    }

    /// Does once a day what no poll can see to be due.
    void daily() {
        long now = clock.nanos();
        if (last == null || now - last >= DAILY.toNanos()) {
            chores.ensurePartitions();
            chores.prune(ChoreStore.Retention.DEFAULT);
            last = now;
        }
    }

    /// Does what a poll saw to be done.
    ///
    /// @return how many schedules were moved on
    int settle(Signs seen) {
        int expired = seen.requests() ? chores.expireRequests() : 0;
        if (expired > 0) {
            LOG.warn("{} requests expired, for nobody took them in time.", expired);
        }
        int unknown = seen.kinds() ? chores.decideUnknownKinds(kinds, patience) : 0;
        if (unknown > 0) {
            LOG.warn("{} schedules are of a kind that no daemon knows; their slots are passed over.", unknown);
        }
        return unknown;
    }
}
