package dev.rota.daemon.jobs.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The programs that a killed daemon left running on this machine. Nobody waits for them any more, nobody enforces
/// their time limit, and their slot is about to run again: they are found by the cookie they carry, and ended.
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration AT_MOST = ProcessTree.GRACE.multipliedBy(2);

    private final Path proc;
    private final Cookies cookies;
    private final Set<String> own;

    /// @param proc `/proc`
    public Leftovers(Path proc) {
        this.proc = proc;
        this.cookies = new Cookies(proc);
        // A run may have started this very daemon: then all that the daemon starts carries that run's cookie.
        this.own = Cookies.of(proc.resolve("self"));
    }

    /// The runs of which programs are alive here: of this daemon, of others, of dead ones, of another database's.
    public Set<UUID> runs() {
        Set<UUID> runs = new HashSet<>();
        for (String cookie : cookies.all().keySet()) {
            if (!own.contains(cookie)) {
                try {
                    runs.add(UUID.fromString(cookie));
                } catch (IllegalArgumentException e) {
                    // Somebody else's variable of this name.
                }
            }
        }
        return runs;
    }

    /// Ends all programs of a run: asks them to end, kills them after five seconds.
    ///
    /// @return whether none is left; after another five seconds it is given up for now
    public boolean end(UUID run) {
        ProcessTree tree = new ProcessTree(Set.of(), run.toString(), proc);
        Set<ProcessHandle> left = tree.alive();
        if (left.isEmpty()) {
            return true;
        }
        LOG.warn(
                "The daemon of the run {} is gone, its programs are not: processes {} are ended.",
                run,
                ProcessTree.pids(left));
        return tree.end(LOG::warn, AT_MOST);
    }
}
