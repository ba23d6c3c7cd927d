package dev.rota.daemon.recovery;

import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.recovery.Chores.Place;
import dev.rota.store.DaemonStore;
import dev.rota.store.DaemonStore.Other;
import dev.rota.store.PollStore.Signs;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands back the runs of dead daemons: of those whose lease has ended, and at once of those on this host whose
/// process is gone. What their programs still do on this host is ended first, so that a slot never runs twice at
/// the same time.
final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final DaemonStore daemons;
    private final RunningRuns runs;
    private final Place place;
    private List<Other> neighbours = List.of();

    Reaper(DaemonStore daemons, RunningRuns runs, Place place) {
        this.daemons = daemons;
        this.runs = runs;
        this.place = place;
    }

    /// Does what a poll saw to be done.
    ///
    /// @return how many runs were handed back
    int reap(Signs seen) {
        // Those that can be proved dead come first: of the others nobody may end what their programs do.
        neighbours = seen.neighbours();
        int buried = 0;
        @Nullable RuntimeException unburied = null;
        try {
            buried = bury();
        } catch (RuntimeException e) {
            unburied = e; // whoever's lease has ended has to be let go of all the same
        }
        int reaped = seen.leases() ? daemons.reap() : 0;
        if (reaped > 0) {
            LOG.warn("{} runs of daemons that were not heard of in time are handed back.", reaped);
        }
        sweep();
        if (unburied != null) {
            throw unburied;
        }
        return buried + reaped;
    }

    /// Looks whether a neighbour has died; asks the database only when one has.
    ///
    /// @return how many runs were handed back
    int bury() {
        int handedBack = 0;
        @Nullable RuntimeException unburied = null;
        for (Other other : neighbours) {
            try {
                handedBack += bury(other);
            } catch (RuntimeException e) {
                unburied = e; // that keeps no other from it
            }
        }
        if (unburied != null) {
            throw unburied;
        }
        return handedBack;
    }

    private int bury(Other other) {
        if (!place.mark().provesDead(other, place.processes()) || !ended(daemons.heldBy(other.id()))) {
            return 0;
        }
        OptionalInt given = daemons.declareDead(other.id(), true);
        neighbours = neighbours.stream().filter(one -> !one.equals(other)).toList();
        // Said by the one who did it: another daemon may have been first, or our last look was older.
        given.ifPresent(runsOfOther -> LOG.warn(
                "The daemon {} (process {}) is dead; {} runs of it are handed back.",
                other.id(),
                other.pid(),
                runsOfOther));
        return given.orElse(0);
    }

    /// Ends programs of runs that are over: their daemon was taken for dead by a daemon on another host, or before
    /// this one started. A cookie that the database does not know is another Rota's.
    private void sweep() {
        Set<UUID> seen = place.programs().runs();
        seen.removeAll(runs.known());
        if (!seen.isEmpty()) {
            boolean _ = ended(daemons.over(seen));
        }
    }

    /// Whether nothing of these runs is alive on this host any more. If not, it is tried again at the next look,
    /// and the slot stays taken until then, or until the lease ends.
    private boolean ended(Set<UUID> theirs) {
        boolean ended = true;
        for (UUID run : theirs) {
            ended &= place.programs().end(run);
        }
        return ended;
    }
}
