package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Secrets;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Gate;
import dev.rota.job.JobSpec;
import dev.rota.job.MetricType;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.LogLine;
import dev.rota.run.Measurement;
import dev.rota.run.Outcome;
import dev.rota.run.RunStatus;
import dev.rota.store.RunStore.Finished;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every way in which a run can end.
class RunTaskTest {
    private static final String SECRET = "s3cr3t-value";

    private final AtomicLong nanos = new AtomicLong();
    private final DatabaseClock clock = new DatabaseClock(() -> Claims.NOW, nanos::get);
    private final Masker masker = new Masker();
    private final LiveRun run = new LiveRun(Claims.now(), new LogBuffer(clock, masker));
    private final RunScope scope =
            new RunScope(run, clock, new Secrets(List.of(), Map.of("ROTA_SECRET_KEY", SECRET)), masker);

    @Test
    void aJobThatReturnsKeepsItsOutcomeAndItsHarvest() {
        Finished finished = end((_, context) -> {
            context.measured(one(context.now()));
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            return Outcome.Succeeded.of("1 sample");
        });

        assertThat(finished.outcome()).isEqualTo(Outcome.Succeeded.of("1 sample"));
        assertThat(finished.harvest().measurements()).hasSize(1);
        assertThat(Duration.between(finished.startedAt(), finished.finishedAt()))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(run.hasEnded()).isTrue();
    }

    @Test
    void aJobThatFailsIsFailedWithItsClassAndWithoutAHarvest() {
        Finished finished = end((_, context) -> {
            context.measured(one(context.now()));
            throw new JobFailed(FailureClass.DNS, "The name is unknown.");
        });

        assertThat(finished.outcome()).isEqualTo(new Outcome.Failed(FailureClass.DNS, "The name is unknown.", null));
        assertThat(finished.harvest()).isEqualTo(Harvest.NONE);
    }

    @Test
    void anExceptionIsThatRunsFailure() {
        assertInternal(end((_, _) -> {
            throw new IllegalStateException("a mistake");
        }));
    }

    @Test
    void anErrorIsThatRunsFailure() {
        assertInternal(end((_, _) -> {
            throw new LinkageError("a class is missing");
        }));
    }

    @Test
    void aStackOverflowIsThatRunsFailure() {
        assertInternal(end((_, _) -> Outcome.Succeeded.of("deep " + deeper(1))));
    }

    @Test
    void aJobThatInterruptsItselfHasFailed() {
        assertInternal(end((_, _) -> {
            throw new InterruptedException();
        }));
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatIsCutOffEndsAsTheReasonSays(StopReason why) throws InterruptedException {
        Gate never = new Gate();
        Finished finished = cutOff(why, (_, _) -> {
            never.await();
            return Outcome.Succeeded.of("never");
        });

        assertThat(finished.outcome().status()).isEqualTo(statusOf(why));
        assertThat(finished.harvest()).isEqualTo(Harvest.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatMakesAnotherExceptionOfItsInterruptEndsAsTheReasonSays(StopReason why) throws InterruptedException {
        Gate never = new Gate();
        Finished finished = cutOff(why, (_, _) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new JobFailed(FailureClass.CONNECT, "The socket was closed.", null, e);
            }
            return Outcome.Succeeded.of("never");
        });

        assertThat(finished.outcome().status()).isEqualTo(statusOf(why));
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatIgnoresItsInterruptKeepsItsSlotAndOnlyOurOwnStopKeepsItsResult(StopReason why)
            throws InterruptedException {
        Gate interrupted = new Gate();
        Gate release = new Gate();
        Gate started = new Gate();
        Finished[] finished = new Finished[1];
        Thread thread = Thread.ofVirtual()
                .start(() -> finished[0] = end((_, _) -> {
                    started.open();
                    while (!release.isOpen()) {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            interrupted.open();
                        }
                    }
                    return Outcome.Succeeded.of("done all the same");
                }));
        started.await();
        run.stop(why);
        interrupted.await();

        assertThat(run.hasEnded()).isFalse();

        release.open();
        thread.join();
        assertThat(run.hasEnded()).isTrue();
        assertThat(finished[0].outcome().status()).isEqualTo(why.keepsResult() ? RunStatus.SUCCEEDED : statusOf(why));
    }

    @Test
    void aTimeoutIsAFailureOfThatClassAndNamesTheLimit() throws InterruptedException {
        Gate never = new Gate();
        Finished finished = cutOff(StopReason.DEADLINE, (_, _) -> {
            never.await();
            return Outcome.Succeeded.of("never");
        });

        assertThat(finished.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failureClass()).isEqualTo(FailureClass.TIMEOUT);
            assertThat(failed.message()).contains("30 s");
        });
    }

    @Test
    void theFirstReasonCounts() throws InterruptedException {
        Gate never = new Gate();
        run.stop(StopReason.CANCELLED);
        Finished finished = cutOff(StopReason.DEADLINE, (_, _) -> {
            never.await();
            return Outcome.Succeeded.of("never");
        });

        assertThat(finished.outcome().status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void aRunThatWasCutOffBeforeItStartedNeverStartsItsJob() {
        run.stop(StopReason.DRAINED);
        boolean[] started = new boolean[1];
        LiveRun later = new LiveRun(
                Claims.at(Claims.NOW.plusSeconds(3600), null, Claims.command(Duration.ofSeconds(30))),
                new LogBuffer(clock, masker));
        later.stop(StopReason.DRAINED);
        JobRunner<JobSpec> job = (_, _) -> {
            started[0] = true;
            return Outcome.Succeeded.of("never");
        };
        Finished finished = new RunTask(job, later, scope, masker, clock).call(_ -> {});

        assertThat(started[0]).isFalse();
        assertThat(finished.outcome().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(finished.startedAt()).isEqualTo(Claims.NOW.plusSeconds(3600));
    }

    @Test
    @Timeout(60)
    void aRunThatSeemsToLieFurtherAheadThanAnyClaimStartsAllTheSameAndNotBeforeItsSlot() {
        // The database's clock was set an hour ahead, claimed by that, and we have not heard of it yet.
        DatabaseClock behind = new DatabaseClock(() -> Claims.NOW, System::nanoTime);
        Instant slot = Claims.NOW.plusSeconds(3600);
        LiveRun early = new LiveRun(
                Claims.at(slot, null, Claims.command(Duration.ofSeconds(30))), new LogBuffer(behind, masker));

        Finished finished =
                new RunTask((_, _) -> Outcome.Succeeded.of("done"), early, scope, masker, behind).call(_ -> {});

        assertThat(finished.outcome()).isEqualTo(Outcome.Succeeded.of("done"));
        assertThat(finished.startedAt()).isEqualTo(slot);
        assertThat(finished.finishedAt()).isEqualTo(slot);
    }

    @Test
    void anInterruptThatComesTooLateLeavesNoTrace() {
        Finished finished = end((_, _) -> {
            Thread.currentThread().interrupt();
            return Outcome.Succeeded.of("done");
        });

        assertThat(finished.outcome().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aSecretLeavesTheRunNeitherInItsLogNorInItsOutcome() {
        Finished finished = end((_, context) -> {
            String secret = context.secret("key");
            context.log().output("sent " + secret);
            throw new JobFailed(FailureClass.AUTH, "Refused: " + secret, "Header: " + secret, null);
        });

        assertThat(finished.outcome().toString()).contains("***").doesNotContain(SECRET);
        assertThat(run.log().take())
                .extracting(LogLine::text)
                .contains("sent ***")
                .noneMatch(t -> t.contains(SECRET));
    }

    private Finished end(JobRunner<JobSpec> job) {
        return new RunTask(job, run, scope, masker, clock).call(_ -> {});
    }

    private Finished cutOff(StopReason why, JobRunner<JobSpec> job) throws InterruptedException {
        Gate started = new Gate();
        Finished[] finished = new Finished[1];
        Thread thread = Thread.ofVirtual()
                .start(() -> finished[0] = new RunTask(job, run, scope, masker, clock).call(_ -> started.open()));
        // One that was cut off before its start ends without starting.
        while (!started.await(Duration.ofMillis(10)) && thread.isAlive()) {
            Thread.onSpinWait();
        }
        run.stop(why);
        thread.join();
        return finished[0];
    }

    private static void assertInternal(Finished finished) {
        assertThat(finished.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failureClass()).isEqualTo(FailureClass.INTERNAL));
    }

    private static RunStatus statusOf(StopReason why) {
        return switch (why) {
            case DEADLINE -> RunStatus.FAILED;
            case WINDOW_CLOSED, CANCELLED -> RunStatus.CANCELLED;
            case DRAINED, LEASE_LOST -> RunStatus.INTERRUPTED;
        };
    }

    private static int deeper(int depth) {
        return depth == Integer.MAX_VALUE ? 0 : 1 + deeper(depth + 1);
    }

    private static Measurement one(Instant at) {
        return new Measurement(
                "price", new TreeMap<>(), MetricType.GAUGE, null, BigDecimal.ONE, at, Measurement.CounterRule.PLAIN);
    }
}
