package dev.rota.daemon.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    private static final Instant MACHINE = Instant.parse("2027-03-01T12:00:00Z");
    private static final Instant DATABASE = Instant.parse("2027-03-01T12:00:10Z");

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L); // the monotonic clock may be negative
    private Instant machine = MACHINE;
    private final DatabaseClock clock = new DatabaseClock(() -> machine, nanos::get);

    @Test
    void showsTheMachinesTimeUntilTheDatabaseHasAnswered() {
        pass(Duration.ofSeconds(3));

        assertThat(clock.instant()).isEqualTo(MACHINE.plusSeconds(3));
    }

    @Test
    void takesTheAnswerForTheMiddleOfTheRoundTrip() {
        long sent = clock.nanos();
        pass(Duration.ofMillis(40));
        clock.sync(DATABASE, sent);

        assertThat(clock.instant()).isEqualTo(DATABASE.plusMillis(20));
    }

    @Test
    void countsOnMonotonicallyWhateverTheMachinesClockDoes() {
        clock.sync(DATABASE, clock.nanos());
        machine = MACHINE.minus(Duration.ofDays(400));
        pass(Duration.ofSeconds(60));

        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(60));
    }

    @Test
    void followsTheDatabaseWhenItsClockJumps() {
        clock.sync(DATABASE, clock.nanos());
        clock.sync(DATABASE.minusSeconds(3600), clock.nanos());

        assertThat(clock.instant()).isEqualTo(DATABASE.minusSeconds(3600));
    }

    @Test
    void asksAgainAfterAnAnswerThatWasLongInComingUntilItIsSure() {
        long sent = clock.nanos();
        pass(Duration.ofMillis(1_570)); // the answer was given at the very beginning, not in the middle
        clock.sync(DATABASE, sent);
        AtomicInteger asked = new AtomicInteger();

        clock.settle(() -> {
            asked.incrementAndGet();
            pass(Duration.ofMillis(1));
            return DATABASE.plusMillis(1_571);
        });

        assertThat(asked).hasValue(1);
        assertThat(clock.instant()).isBetween(DATABASE.plusMillis(1_571), DATABASE.plusMillis(1_572));
    }

    @Test
    void asksNoMoreThanAFewTimesForADatabaseThatIsFarAway() {
        AtomicInteger asked = new AtomicInteger();
        long sent = clock.nanos();
        pass(Duration.ofMillis(100));
        clock.sync(DATABASE, sent);

        clock.settle(() -> {
            asked.incrementAndGet();
            pass(Duration.ofMillis(100));
            return DATABASE.plusMillis(100L * asked.get());
        });

        assertThat(asked).hasValue(3);
    }

    @Test
    void anAnswerThatWasLongInComingDoesNotSpoilWhatIsKnown() {
        clock.sync(DATABASE, clock.nanos());
        long sent = clock.nanos();
        pass(Duration.ofSeconds(2)); // the answer was given at the very end, not in the middle
        clock.sync(DATABASE.plusSeconds(2), sent);

        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(2));
    }

    @Test
    void anAnswerThatWasLongInComingIsTakenWhenItProvesAJump() {
        clock.sync(DATABASE, clock.nanos());
        long sent = clock.nanos();
        pass(Duration.ofSeconds(2));
        clock.sync(DATABASE.plusSeconds(3600), sent);

        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(3601));
    }

    @Test
    void tellsHowFarTheMachinesClockIsOff() {
        clock.sync(DATABASE, clock.nanos());

        assertThat(clock.offset()).isEqualTo(Duration.ofSeconds(-10));
    }

    @Test
    void knowsMicrosecondsAndNoMore() {
        clock.sync(DATABASE, clock.nanos());
        nanos.addAndGet(1_999);

        assertThat(clock.instant()).isEqualTo(DATABASE.plusNanos(1_000));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
