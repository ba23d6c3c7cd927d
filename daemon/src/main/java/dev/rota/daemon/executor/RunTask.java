package dev.rota.daemon.executor;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Durations;
import dev.rota.daemon.time.Wakeup;
import dev.rota.job.JobSpec;
import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.store.RunStore.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run from its start to its outcome, on a virtual thread of its own. Whatever the job does, exactly one outcome
/// comes out; `Throwable` is caught here, and otherwise only in the loop.
final class RunTask {
    private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);

    private final JobRunner<JobSpec> job;
    private final LiveRun run;
    private final RunScope scope;
    private final Masker masker;
    private final DatabaseClock clock;

    RunTask(JobRunner<JobSpec> job, LiveRun run, RunScope scope, Masker masker, DatabaseClock clock) {
        this.job = job;
        this.run = run;
        this.scope = scope;
        this.masker = masker;
        this.clock = clock;
    }

    /// Waits for the start, runs the job and tells how it ended.
    ///
    /// @param started called when the job's deadline is set, with it
    Finished call(LongConsumer started) {
        Claim claim = run.claim();
        Outcome outcome;
        Instant startedAt = claim.startsAt();
        try {
            run.entered(Thread.currentThread());
            startedAt = waitForStart(claim.startsAt());
            long deadline = clock.nanos() + claim.job().deadline().toNanos();
            run.deadline(deadline);
            started.accept(deadline);
            LOG.atInfo()
                    .addKeyValue("schedule", claim.scheduleName())
                    .addKeyValue("run", claim.runId())
                    .addKeyValue("kind", claim.job().kind())
                    .log("Run started");
            outcome = job.run(claim.job(), scope);
        } catch (JobFailed e) {
            outcome = new Outcome.Failed(e.failureClass(), e.sentence(), e.detail());
        } catch (InterruptedException e) {
            // Nobody said why: then it was not one of ours, and what the job did to itself is its failure.
            outcome = internal("The job was interrupted, but not by the daemon.", e);
        } catch (Throwable e) {
            outcome = internal("The job ended with an error of the program: " + e, e);
        }
        return finish(masked(because(run.ended(), outcome)), startedAt);
    }

    private Outcome because(@Nullable StopReason stopped, Outcome outcome) {
        if (stopped == null || (stopped.keepsResult() && !(outcome instanceof Outcome.Failed))) {
            return outcome;
        }
        return stopped.outcome(Words.of(run.claim().job().deadline()));
    }

    private Finished finish(Outcome outcome, Instant startedAt) {
        Claim claim = run.claim();
        Instant now = clock.instant();
        Instant finishedAt = now.isBefore(startedAt) ? startedAt : now;
        run.log().last(outcome instanceof Outcome.Failed ? "ERROR" : "INFO", line(outcome));
        LOG.atInfo()
                .addKeyValue("schedule", claim.scheduleName())
                .addKeyValue("run", claim.runId())
                .addKeyValue("kind", claim.job().kind())
                .addKeyValue("outcome", word(outcome))
                .addKeyValue("took", Words.of(Duration.between(startedAt, finishedAt)))
                .log("Run ended: {}", outcome.message());
        Harvest harvest = outcome instanceof Outcome.Succeeded ? scope.harvest() : Harvest.NONE;
        return new Finished(
                claim, outcome, harvest, startedAt, finishedAt, run.log().bytes());
    }

    /// Claimed a moment ahead, started at the instant, never early. Nothing is claimed further ahead than
    /// [Launcher#AHEAD]: if it seems so, the database's clock was set after we last heard of it, and has got there.
    private Instant waitForStart(Instant startsAt) throws InterruptedException {
        Wakeup nobody = Wakeup.create();
        long latest = clock.nanos() + Launcher.AHEAD.toNanos();
        Instant now = clock.instant();
        while (now.isBefore(startsAt) && clock.nanos() - latest < 0) {
            nobody.await(Durations.shorter(Duration.between(now, startsAt), Launcher.AHEAD));
            now = clock.instant();
        }
        return now.isBefore(startsAt) ? startsAt : now;
    }

    private static Outcome internal(String sentence, Throwable cause) {
        LOG.debug("A job ended with an error", cause);
        return new Outcome.Failed(FailureClass.INTERNAL, sentence, Words.trace(cause));
    }

    private Outcome masked(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded it -> new Outcome.Succeeded(clean(it.message()), it.complete(), it.unchanged());
            case Outcome.Failed it ->
                new Outcome.Failed(
                        it.failureClass(), clean(it.message()), it.detail() == null ? null : clean(it.detail()));
            case Outcome.Deferred it -> new Outcome.Deferred(it.until(), clean(it.message()));
            case Outcome.Cancelled it -> new Outcome.Cancelled(clean(it.message()));
            case Outcome.Interrupted it -> new Outcome.Interrupted(clean(it.message()));
        };
    }

    private String clean(String text) {
        return Words.clean(masker.mask(text));
    }

    private static String word(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? "failed/" + failed.failureClass().word()
                : outcome.status().word();
    }

    private static String line(Outcome outcome) {
        return "Ended: " + word(outcome) + ": " + outcome.message();
    }
}
