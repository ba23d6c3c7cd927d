package dev.rota.daemon.executor;

import dev.rota.config.Secrets;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.job.JobSpec;
import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.store.RunStore.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final String UNTOLD = "An error of the program kept from telling how the run ended.";
    /// So many threads may be lost.
    static final int MOST_LOST = 4;

    private final JobRunner<JobSpec> job;
    private final RunningRuns runs;
    private final Deadlines deadlines;
    private final Recorder recorder;
    private final Scope scope;
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicBoolean spent = new AtomicBoolean();
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

    /// @param action called once, when [#MOST_LOST] threads are lost
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
            Thread.ofVirtual()
                    .name("run-" + claim.runId())
                    .uncaughtExceptionHandler((_, why) -> broken(run, why))
                    .start(() -> ended(run, task.call(deadlines::deadline), own.hosts()));
        }
        if (!claims.isEmpty()) {
            deadlines.changed();
            recorder.runsStarted();
        }
    }

    private void ended(LiveRun run, Finished finished, List<String> hosts) {
        boolean told = run.isLost();
        boolean excused = !told && scope.egress().ended(hosts, finished.outcome());
        runs.threadEnded(run);
        if (told) {
            lost.decrementAndGet();
        } else {
            recorder.record(excused ? finished.excuse() : finished);
        }
    }

    /// An error while we told how the job had ended: that is told instead.
    private void broken(LiveRun run, Throwable why) {
        StopReason _ = run.ended();
        LOG.atError()
                .addKeyValue("schedule", run.claim().scheduleName())
                .addKeyValue("run", run.claim().runId())
                .setCause(why)
                .log(UNTOLD);
        ended(run, told(run, new Outcome.Failed(FailureClass.INTERNAL, UNTOLD, null)), List.of());
    }

    private void giveUp(LiveRun run) {
        StopReason why = run.stopped();
        if (why == null || !run.giveUp()) {
            return; // it ended just now
        }
        Claim claim = run.claim();
        int threads = lost.incrementAndGet();
        LOG.atError()
                .addKeyValue("schedule", claim.scheduleName())
                .addKeyValue("run", claim.runId())
                .log("The job ignores that it was interrupted; {} of its kind, {} end the daemon", threads, MOST_LOST);
        recorder.record(told(run, why.outcome(Words.of(claim.job().deadline()))));
        if (threads >= MOST_LOST && spent.compareAndSet(false, true)) {
            tooManyLost.run();
        }
    }

    /// What is told of a run by others than its own thread.
    private Finished told(LiveRun run, Outcome outcome) {
        Claim claim = run.claim();
        Instant now = scope.clock().instant();
        Instant finishedAt = now.isBefore(claim.startsAt()) ? claim.startsAt() : now;
        return new Finished(
                claim,
                outcome,
                Harvest.NONE,
                claim.startsAt(),
                finishedAt,
                run.log().bytes());
    }
}
