package dev.rota.daemon.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.systemd.Notify;
import dev.rota.systemd.SystemdNotify;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The loop runs in the test's own thread: its waits do not wait, they move the clock.
class LoopTest {
    private static final Notify NOBODY = SystemdNotify.fromEnvironment(Map.of());

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger firstPolls = new AtomicInteger();
    private final StatusBoard status = new StatusBoard(NOBODY, nanos::get);
    private final FakeWakeup time = new FakeWakeup(wait -> {
        nanos.addAndGet(wait.toNanos());
        return false;
    });

    @Test
    void pollsAtOnceAndThenWhenThePollSaid() {
        Loop[] loop = new Loop[1];
        loop[0] = loop(
                () -> {
                    if (polls.incrementAndGet() == 3) {
                        loop[0].stop();
                    }
                    return Duration.ofSeconds(polls.get());
                },
                time);

        loop[0].run();

        assertThat(polls).hasValue(3);
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(firstPolls).hasValue(1);
    }

    @Test
    void survivesWhateverAPollThrowsAndTriesAgainLaterAndLater() {
        Loop[] loop = new Loop[1];
        loop[0] = loop(
                () -> {
                    switch (polls.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("the database is away");
                        case 2 -> throw new StackOverflowError();
                        case 3 -> throw new AssertionError("a mistake of ours");
                        default -> loop[0].stop();
                    }
                    return Duration.ofMinutes(1);
                },
                time);

        loop[0].run();

        assertThat(polls).hasValue(4);
        assertThat(time.waits())
                .containsExactly(Duration.ofMillis(500), Duration.ofMillis(1000), Duration.ofMillis(2000));
        assertThat(firstPolls).hasValue(1);
        assertThat(status.isDegraded()).isFalse();
    }

    @Test
    void isDegradedWhilePollsFail() {
        Loop[] loop = new Loop[1];
        loop[0] = loop(
                () -> {
                    loop[0].stop();
                    throw new IllegalStateException("the database is away");
                },
                time);

        loop[0].run();

        assertThat(status.isDegraded()).isTrue();
        assertThat(firstPolls).hasValue(0);
    }

    @Test
    void stopsAtOnceWhenItIsToldWhileItWaits() {
        Loop[] loop = new Loop[1];
        FakeWakeup stops = new FakeWakeup(_ -> {
            loop[0].stop();
            return true;
        });
        loop[0] = loop(
                () -> {
                    polls.incrementAndGet();
                    return Duration.ofHours(1);
                },
                stops);

        loop[0].run();

        assertThat(polls).hasValue(1);
    }

    @Test
    void pollsBeforeItsTimeWhenItIsWoken() {
        Loop[] loop = new Loop[1];
        loop[0] = loop(
                () -> {
                    if (polls.incrementAndGet() == 2) {
                        loop[0].stop();
                    }
                    return Duration.ofHours(1);
                },
                new FakeWakeup(_ -> true)); // the clock stands still

        loop[0].run();

        assertThat(polls).hasValue(2);
        assertThat(loop[0].lag()).isZero();
    }

    @Test
    void knowsHowLateItPolled() {
        Loop[] loop = new Loop[1];
        FakeWakeup slow = new FakeWakeup(wait -> {
            nanos.addAndGet(wait.plusMillis(70).toNanos());
            return false;
        });
        loop[0] = loop(
                () -> {
                    if (polls.incrementAndGet() == 2) {
                        loop[0].stop();
                    }
                    return Duration.ofSeconds(1);
                },
                slow);

        loop[0].run();

        assertThat(loop[0].lag()).isEqualTo(Duration.ofMillis(70));
    }

    private Loop loop(Loop.Poll poll, FakeWakeup wakeup) {
        return new Loop(poll, status, wakeup, nanos::get, firstPolls::incrementAndGet);
    }
}
