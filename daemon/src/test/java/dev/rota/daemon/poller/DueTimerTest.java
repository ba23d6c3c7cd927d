package dev.rota.daemon.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.executor.Launcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueTimerTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Duration POLL = Duration.ofSeconds(60);

    private final DueTimer timer = new DueTimer();

    @Test
    void waitsForThePollWhenNothingIsComing() {
        assertThat(timer.untilNext(NOW, POLL)).isEqualTo(POLL);
    }

    @Test
    void wakesWithinReachOfTheNextInstantButNotBeforeIt() {
        timer.set(List.of(NOW.plusSeconds(5), NOW.plusSeconds(9)), NOW.plus(Duration.ofDays(1)));

        Duration wait = timer.untilNext(NOW, POLL);

        assertThat(wait).isLessThan(Duration.ofSeconds(5));
        assertThat(wait.plus(Launcher.AHEAD)).isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void neverWaitsLongerThanThePoll() {
        timer.set(List.of(NOW.plus(Duration.ofHours(2))), NOW.plus(Duration.ofDays(1)));

        assertThat(timer.untilNext(NOW, POLL)).isEqualTo(POLL);
    }

    @Test
    void doesNotWaitForWhatIsOverdue() {
        timer.set(List.of(NOW.minusSeconds(1), NOW.plusSeconds(5)), NOW.plus(Duration.ofDays(1)));

        assertThat(timer.untilNext(NOW, POLL)).isZero();
    }
}
