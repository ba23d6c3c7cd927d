package dev.rota.daemon.recovery;

import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.RunningRuns.Lease;
import dev.rota.store.DaemonStore;
import dev.rota.store.DaemonStore.Other;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands back the runs of dead daemons: of those whose lease has ended, and at once of those on this host whose
/// process is gone.
final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final DaemonStore daemons;
    private final RunningRuns runs;
    private final String host;
    private final ProcessMark mark;
    private final Path proc;
    private List<Other> neighbours = new ArrayList<>();

    /// @param host this machine's name, as daemons on it register it
    Reaper(DaemonStore daemons, RunningRuns runs, String host, ProcessMark mark, Path proc) {
        this.daemons = daemons;
        this.runs = runs;
        this.host = host;
        this.mark = mark;
        this.proc = proc;
    }

    /// Asks the database for expired leases and for who else is on this host.
    ///
    /// @return how many runs were handed back
    int reap() {
        Lease own = runs.lease();
        if (own == null) {
            return 0;
        }
        int reaped = daemons.reap();
        if (reaped > 0) {
            LOG.warn("{} runs of daemons that were not heard of in time are handed back.", reaped);
        }
        neighbours = new ArrayList<>(daemons.neighbours(host, own.daemon()));
        return reaped + bury();
    }

    /// Looks whether a neighbour has died; asks the database only when one has.
    ///
    /// @return how many runs were handed back
    int bury() {
        int handedBack = 0;
        for (Other other : List.copyOf(neighbours)) {
            if (mark.provesDead(other, proc)) {
                int runsOfOther = daemons.declareDead(other.id(), true);
                neighbours.remove(other);
                handedBack += runsOfOther;
                LOG.warn(
                        "The daemon {} (process {}) is dead; {} runs of it are handed back.",
                        other.id(),
                        other.pid(),
                        runsOfOther);
            }
        }
        return handedBack;
    }
}
