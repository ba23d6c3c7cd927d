package dev.rota.daemon.recovery;

import dev.rota.config.Retention;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.store.ChoreStore;
import dev.rota.store.DatabaseFault;
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
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final ChoreStore chores;
    private final DatabaseClock clock;
    private final Retention retention;
    private final Collection<String> kinds;
    private final Duration patience;
    private @Nullable Long next;

    /// @param kinds    the kinds of job this daemon knows
    /// @param patience how long a slot may wait for a daemon that knows its kind
    Pruner(ChoreStore chores, DatabaseClock clock, Retention retention, Collection<String> kinds, Duration patience) {
        this.chores = chores;
        this.clock = clock;
        this.retention = retention;
        this.kinds = kinds;
        this.patience = patience;
    }

    /// Does once a day what no poll can see to be due. What could not be done is tried again some minutes later.
    ///
    /// @return whether it was time, and all was done
    /// @throws ChoreStore.Unfinished with everything that could not be done
    boolean daily() {
        long now = clock.nanos();
        if (next != null && now - next < 0) {
            return false;
        }
        try {
            chores.prune(retention);
            next = now + DAILY.toNanos();
            return true;
        } catch (ChoreStore.Unfinished e) {
            next = now + AGAIN.toNanos();
            throw e;
        }
    }

    /// What cannot go stays hidden, and is seen by the next poll.
    private void sweep() {
        try {
            chores.sweepDeleted();
        } catch (RuntimeException e) {
            if (DatabaseFault.isUnreachable(e)) {
                throw e;
            }
            LOG.warn("Deleted schedules stay for now: {}", DatabaseFault.why(e));
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
        if (seen.deleted()) {
            sweep();
        }
        return unknown;
    }
}
