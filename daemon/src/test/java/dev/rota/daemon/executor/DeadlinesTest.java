package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Wakeup;
import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final DatabaseClock clock = new DatabaseClock(() -> Claims.NOW, nanos::get);
    private final RunningRuns runs = new RunningRuns(new Slots(4, 1), new FakeWakeup(_ -> false));
    private final Wakes wakes = new Wakes();
    private final Deadlines deadlines = new Deadlines(runs, clock, wakes);

    @Test
    void aRunIsCutOffAtItsDeadlineAndNotBefore() {
        LiveRun run = running(null);
        run.deadline(Duration.ofSeconds(30).toNanos());

        assertThat(deadlines.enforce()).isEqualTo(Duration.ofSeconds(30));
        assertThat(run.stopped()).isNull();

        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        deadlines.enforce();
        assertThat(run.stopped()).isEqualTo(StopReason.DEADLINE);
    }

    @Test
    void aRunIsCutOffWhenItsWindowClosesAndThePlanSaysStop() {
        LiveRun run = running(Claims.NOW.plusSeconds(10));
        run.deadline(Duration.ofSeconds(30).toNanos());

        assertThat(deadlines.enforce()).isEqualTo(Duration.ofSeconds(10));

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        deadlines.enforce();
        assertThat(run.stopped()).isEqualTo(StopReason.WINDOW_CLOSED);
    }

    @Test
    void allRunsAreCutOffBeforeTheLeaseEnds() {
        LiveRun one = running(null);
        LiveRun other = running(null);
        runs.lease(
                new RunningRuns.Lease(UUID.randomUUID(), Duration.ofSeconds(50).toNanos()));

        assertThat(deadlines.enforce()).isEqualTo(Duration.ofSeconds(50));

        nanos.addAndGet(Duration.ofSeconds(50).toNanos());
        deadlines.enforce();
        assertThat(one.stopped()).isEqualTo(StopReason.LEASE_LOST);
        assertThat(other.stopped()).isEqualTo(StopReason.LEASE_LOST);
        assertThat(runs.claimer(clock.nanos())).isNull();
    }

    @Test
    void onlyADeadlineBeforeTheNextLookIsLookedAtSooner() {
        deadlines.deadline(Duration.ofSeconds(30).toNanos());
        assertThat(wakes.count).as("before the first look").isEqualTo(1);

        running(null).deadline(Duration.ofSeconds(30).toNanos());
        deadlines.enforce();
        deadlines.deadline(Duration.ofSeconds(30).toNanos());
        deadlines.deadline(Duration.ofSeconds(31).toNanos());
        assertThat(wakes.count).as("of no use").isEqualTo(1);

        deadlines.deadline(Duration.ofSeconds(29).toNanos());
        assertThat(wakes.count).as("sooner").isEqualTo(2);
    }

    @Test
    void aDeadlineThatIsSetWhileTheRunsAreLookedThroughIsHeededAtTheEndOfThat() {
        Claim scrape = Claims.at(Claims.NOW, null, ScrapeJob.example());
        LiveRun deaf = new LiveRun(scrape, new LogBuffer(clock, new Masker()));
        runs.add(deaf);
        assertThat(deaf.stop(StopReason.DEADLINE)).isTrue();
        deadlines.enforce();
        deadlines.whenDeaf(_ -> {
            deadlines.deadline(nanos.get() + Duration.ofSeconds(7).toNanos());
            deadlines.deadline(nanos.get() + Duration.ofSeconds(5).toNanos());
            deadlines.deadline(nanos.get() + Duration.ofSeconds(6).toNanos());
        });

        nanos.addAndGet(Deadlines.PATIENCE.toNanos());

        assertThat(deadlines.enforce()).isEqualTo(Duration.ofSeconds(5));
        assertThat(wakes.count).as("of no use").isZero();
        deadlines.deadline(nanos.get() + Duration.ofSeconds(5).toNanos());
        assertThat(wakes.count).as("nor now").isZero();
    }

    @Test
    void aCutOffIsLookedAtOnceHoweverOftenItIsMade() {
        LiveRun run = running(null);

        runs.stop(run.claim().runId(), StopReason.CANCELLED);
        runs.stop(run.claim().runId(), StopReason.CANCELLED);
        runs.stopAll(StopReason.DRAINED);

        assertThat(wakes.count).isEqualTo(1);
    }

    /// Counts how often it is woken.
    private static final class Wakes implements Wakeup {
        private int count;

        @Override
        public void wake() {
            count++;
        }

        @Override
        public boolean await(Duration atMost) {
            return false;
        }
    }

    private LiveRun running(@Nullable Instant closesAt) {
        Claim claim = Claims.at(Claims.NOW, closesAt, Claims.command(Duration.ofSeconds(30)));
        LiveRun run = new LiveRun(claim, new LogBuffer(clock, new Masker()));
        runs.add(run);
        return run;
    }
}
