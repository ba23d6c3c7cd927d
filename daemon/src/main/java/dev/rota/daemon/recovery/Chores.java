package dev.rota.daemon.recovery;

import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Wakeup;
import dev.rota.store.ChoreStore;
import dev.rota.store.DaemonStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/// The thread of [Reaper] and [Pruner]. Every few seconds it looks whether a neighbour's process still lives, which
/// costs no statement; once a poll it asks the database.
public final class Chores implements Runnable {
    private static final String WHO = "chores";
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Reaper reaper;
    private final Pruner pruner;
    private final DatabaseClock clock;
    private final StatusBoard status;
    private final Terms terms;
    private volatile boolean stopped;

    public record Stores(DaemonStore daemons, ChoreStore chores) {}

    /// Who we are.
    ///
    /// @param host this machine's name, as daemons on it register it
    /// @param proc `/proc`
    public record Place(String host, ProcessMark mark, Path proc, Programs programs) {}

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
    /// @param every   how often to ask the database
    /// @param kinds   the kinds of job this daemon knows
    /// @param freed   called when slots were handed back: there is something to claim
    /// @param wakeup  where to wait
    public record Terms(Duration every, Collection<String> kinds, Runnable freed, Wakeup wakeup) {}

    public Chores(Stores stores, RunningRuns runs, DatabaseClock clock, StatusBoard status, Place place, Terms terms) {
        this.reaper = new Reaper(stores.daemons(), runs, place);
        this.pruner =
                new Pruner(stores.chores(), clock, terms.kinds(), terms.every().plus(GRACE));
        this.clock = clock;
        this.status = status;
        this.terms = terms;
    }

    public void stop() {
        stopped = true;
        terms.wakeup().wake();
    }

    /// There is a lease now, so the database may be asked at once.
    public void wake() {
        terms.wakeup().wake();
    }

    @Override
    public void run() {
        long next = clock.nanos();
        try {
            while (!stopped) {
                long now = clock.nanos();
                boolean ask = now - next >= 0;
                if (turn(ask) && ask) {
                    next = now + terms.every().toNanos();
                }
                boolean _ = terms.wakeup().await(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param ask whether the database is to be asked, too
    /// @return whether that went well
    boolean turn(boolean ask) {
        try {
            int moved = ask ? reaper.reap() + pruner.prune() : reaper.bury();
            if (moved > 0) {
                terms.freed().run();
            }
            status.well(WHO);
            return true;
        } catch (RuntimeException e) {
            status.trouble(WHO, e);
            return false;
        }
    }
}
