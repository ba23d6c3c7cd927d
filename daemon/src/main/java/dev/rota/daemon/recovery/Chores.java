package dev.rota.daemon.recovery;

import dev.rota.config.Retention;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Wakeup;
import dev.rota.memory.HeapCare;
import dev.rota.store.ChoreStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.DaemonStore.Other;
import dev.rota.store.DatabaseFault;
import dev.rota.store.PollStore.Signs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of [Reaper] and [Pruner]. Every few seconds it looks whether a neighbour's process still lives, which
/// costs no statement, and whether the heap has grown too much; the database is only asked when a poll has seen that
/// there is something to do.
public final class Chores implements Runnable {
    private static final String WHO = "chores";
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Reaper reaper;
    private final Pruner pruner;
    private final StatusBoard status;
    private final Terms terms;
    private final HeapCare heap = new HeapCare();
    private final AtomicReference<@Nullable Signs> signs = new AtomicReference<>();
    private List<Other> neighbours = List.of();
    private volatile boolean stopped;

    public record Stores(DaemonStore daemons, ChoreStore chores) {}

    /// Who we are.
    ///
    /// @param host this machine's name, as daemons on it register it
    public record Place(String host, ProcessMark mark, ProcessTable processes, Programs programs) {}

    /// The programs of runs that are alive on this machine, whoever started them.
    public interface Programs {
        /// The runs they belong to, in a set of the caller's own.
        Set<UUID> runs();

        /// Ends those of one run.
        ///
        /// @return whether none is left
        boolean end(UUID run);
    }

    /// How to go on.
    ///
    /// @param every   how often the daemon polls
    /// @param retention how much history is kept
    /// @param kinds   the kinds of job this daemon knows
    /// @param freed   called when slots were handed back: there is something to claim
    /// @param wakeup  where to wait
    public record Terms(Duration every, Retention retention, Collection<String> kinds, Runnable freed, Wakeup wakeup) {}

    public Chores(Stores stores, RunningRuns runs, DatabaseClock clock, StatusBoard status, Place place, Terms terms) {
        this.reaper = new Reaper(stores.daemons(), runs, place);
        this.pruner = new Pruner(
                stores.chores(),
                clock,
                terms.retention(),
                terms.kinds(),
                terms.every().plus(GRACE));
        this.status = status;
        this.terms = terms;
    }

    public void stop() {
        stopped = true;
        terms.wakeup().wake();
    }

    /// What a poll has seen, told by the thread that polls. It is done at the next turn, and so every few seconds
    /// at most, however often the daemon looks.
    public void noticed(Signs seen) {
        signs.set(seen);
        if (!seen.neighbours().equals(neighbours)) {
            neighbours = seen.neighbours();
            terms.wakeup().wake(); // one of them may have died before we started
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                turn();
                boolean _ = heap.look();
                boolean _ = terms.wakeup().await(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void turn() {
        Signs seen = signs.getAndSet(null);
        try {
            @Nullable RuntimeException unburied = null;
            int moved = 0;
            try {
                moved = seen == null ? reaper.bury() : reaper.reap(seen);
            } catch (RuntimeException e) {
                if (DatabaseFault.takesNothing(e)) {
                    throw e;
                }
                unburied = e; // that keeps nothing else from being done
            }
            moved += seen == null ? 0 : pruner.settle(seen);
            if (moved > 0 || unburied != null) {
                terms.freed().run();
            }
            daily();
            if (unburied != null) {
                throw unburied;
            }
            status.well(WHO);
        } catch (RuntimeException e) {
            signs.compareAndSet(null, seen);
            status.trouble(WHO, e);
        }
    }

    private void daily() {
        try {
            if (pruner.daily()) {
                status.tidied();
            }
        } catch (ChoreStore.Unfinished e) {
            if (stopped) {
                return; // the connections are closed by now, and the next daemon begins anew
            }
            e.problems().forEach(problem -> LOG.error("Not all could be tidied up: {}", problem));
            status.undone(e);
        }
    }
}
