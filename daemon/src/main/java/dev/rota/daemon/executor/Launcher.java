package dev.rota.daemon.executor;

import dev.rota.config.Secrets;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.job.JobSpec;
import dev.rota.run.Claim;
import dev.rota.store.RunStore.Finished;
import java.util.List;

/// Gives every claimed run a virtual thread of its own.
public final class Launcher {
    private final JobRunner<JobSpec> job;
    private final RunningRuns runs;
    private final Deadlines deadlines;
    private final Recorder recorder;
    private final Scope scope;

    /// What every run gets to use.
    public record Scope(DatabaseClock clock, Secrets secrets, EgressWatch egress) {}

    public Launcher(JobRunner<JobSpec> job, RunningRuns runs, Deadlines deadlines, Recorder recorder, Scope scope) {
        this.job = job;
        this.runs = runs;
        this.deadlines = deadlines;
        this.recorder = recorder;
        this.scope = scope;
    }

    /// Takes the claims over; returns at once. Each waits for its instant on its own thread.
    public void launch(List<Claim> claims) {
        for (Claim claim : claims) {
            Masker masker = new Masker();
            LiveRun run = new LiveRun(claim, new LogBuffer(scope.clock(), masker));
            RunScope own = new RunScope(run, scope.clock(), scope.secrets(), masker);
            RunTask task = new RunTask(job, run, own, masker, scope.clock());
            runs.add(run);
            Thread.ofVirtual().name("run-" + claim.runId()).start(() -> {
                Finished finished = task.call(deadlines::changed);
                runs.threadEnded(run);
                boolean excused = scope.egress().ended(own.hosts(), finished.outcome());
                recorder.record(excused ? finished.excuse() : finished);
            });
        }
        if (!claims.isEmpty()) {
            deadlines.changed();
            recorder.runsStarted();
        }
    }
}
