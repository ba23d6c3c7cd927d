package dev.rota.daemon.executor;

import dev.rota.config.Secrets;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.job.JobSpec;
import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.store.RunStore.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives every claimed run a virtual thread of its own. A thread whose job ignores its interrupt is lost: its run is
/// recorded without it, its slot stays taken until it ends after all. With too many of them the process is worth no
/// more than a new one.
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    /// How long before its instant a run may be claimed.
    public static final Duration AHEAD = Duration.ofMillis(100);
    /// So many threads may be lost.
    static final int MOST_LOST = 4;

    private final JobRunner<JobSpec> job;
    private final RunningRuns runs;
    private final Deadlines deadlines;
    private final Recorder recorder;
    private final Scope scope;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile Runnable tooManyLost = () -> {};

    /// What every run gets to use.
    public record Scope(DatabaseClock clock, Secrets secrets, EgressWatch egress) {}

    public Launcher(JobRunner<JobSpec> job, RunningRuns runs, Deadlines deadlines, Recorder recorder, Scope scope) {
        this.job = job;
        this.runs = runs;
        this.deadlines = deadlines;
        this.recorder = recorder;
        this.scope = scope;
        deadlines.whenDeaf(this::giveUp);
    }

    /// @param action called when [#MOST_LOST] threads are lost
    public void onTooManyLost(Runnable action) {
        tooManyLost = action;
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
                if (run.isLost()) {
                    lost.decrementAndGet();
                    return; // told already
                }
                boolean excused = scope.egress().ended(own.hosts(), finished.outcome());
                recorder.record(excused ? finished.excuse() : finished);
            });
        }
        if (!claims.isEmpty()) {
            deadlines.changed();
            recorder.runsStarted();
        }
    }

    private void giveUp(LiveRun run) {
        StopReason why = run.stopped();
        if (why == null || !run.giveUp()) {
            return; // it ended just now
        }
        Claim claim = run.claim();
        Outcome outcome = why.outcome(Words.of(claim.job().deadline()));
        Instant now = scope.clock().instant();
        Instant finishedAt = now.isBefore(claim.startsAt()) ? claim.startsAt() : now;
        int threads = lost.incrementAndGet();
        LOG.atError()
                .addKeyValue("schedule", claim.scheduleName())
                .addKeyValue("run", claim.runId())
                .log("The job ignores that it was interrupted; {} of its kind, {} end the daemon", threads, MOST_LOST);
        recorder.record(new Finished(
                claim,
                outcome,
                Harvest.NONE,
                claim.startsAt(),
                finishedAt,
                run.log().bytes()));
        if (threads == MOST_LOST) {
            tooManyLost.run();
        }
    }
}
