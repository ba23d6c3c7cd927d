package dev.rota.daemon.executor;

import dev.rota.run.Claim;
import dev.rota.run.LogLine;
import dev.rota.store.DatabaseFault;
import dev.rota.store.RunLogStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what runs say. Lines wait while the database takes nothing, and for a while when others are in the way;
/// what it refuses is dropped aloud, for a line that cannot be stored must not keep outcomes from being recorded.
final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int BATCH = 5_000;
    /// So often lines wait for others; then outcomes go first, until lines can be written again.
    private static final int PATIENCE = 10;

    private final RunLogStore store;
    private final List<RunLogStore.Entry> lines = new ArrayList<>();
    private int waited;
    /// Whether the first of the lines may be written although we were not told so.
    private boolean uncertain;

    LogWriter(RunLogStore store) {
        this.store = store;
    }

    /// Writes what these runs said since the last time.
    ///
    /// @throws RuntimeException when it has to be tried again
    void write(List<LiveRun> runs) {
        for (LiveRun run : runs) {
            Claim claim = run.claim();
            Long schedule = claim.scheduleId() == 0 ? null : claim.scheduleId();
            for (LogLine line : run.log().take()) {
                lines.add(new RunLogStore.Entry(claim.runId(), claim.slot(), schedule, line));
            }
        }
        while (!lines.isEmpty()) {
            List<RunLogStore.Entry> some = lines.subList(0, Math.min(BATCH, lines.size()));
            try {
                store.append(List.copyOf(some), uncertain);
                uncertain = false;
                waited = 0;
            } catch (RuntimeException e) {
                uncertain |= DatabaseFault.takesNothing(e);
                if (DatabaseFault.takesNothing(e) || (inTheWay(e) && ++waited <= PATIENCE)) {
                    throw e;
                }
                LOG.warn(
                        "{} lines of run logs could not be stored and are dropped: {}",
                        some.size(),
                        DatabaseFault.why(e));
            }
            some.clear();
        }
    }

    private static boolean inTheWay(RuntimeException e) {
        return DatabaseFault.isContended(e) || DatabaseFault.tookTooLong(e);
    }
}
