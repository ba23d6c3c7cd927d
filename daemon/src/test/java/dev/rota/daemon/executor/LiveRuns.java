package dev.rota.daemon.executor;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.run.Claim;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Runs that are held but do nothing, for tests of what becomes of them.
public final class LiveRuns {
    private LiveRuns() {}

    /// @return the id of a run that goes on until somebody stops it
    public static UUID add(RunningRuns runs, DatabaseClock clock) {
        return add(runs, clock, Claims.now());
    }

    static UUID add(RunningRuns runs, DatabaseClock clock, Claim claim) {
        runs.add(new LiveRun(claim, new LogBuffer(clock, new Masker())));
        return claim.runId();
    }

    /// Why it was cut off, or null: it was not.
    public static @Nullable StopReason stopped(RunningRuns runs, UUID run) {
        return runs.all().stream()
                .filter(live -> live.claim().runId().equals(run))
                .findFirst()
                .orElseThrow()
                .stopped();
    }
}
