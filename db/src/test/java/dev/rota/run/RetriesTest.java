package dev.rota.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.BreakerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final Instant SLOT = Instant.parse("2027-03-01T06:00:00Z");
    private static final Duration BASE = Duration.ofSeconds(10);

    @Test
    void thePauseIsTheSameEachTimeItIsComputedAndNeverLongerThanItMayBe() {
        for (int failed = 1; failed <= 20; failed++) {
            Duration most = BASE.multipliedBy(1L << (failed - 1));
            most = most.compareTo(Duration.ofHours(1)) < 0 ? most : Duration.ofHours(1);
            for (long id = 1; id <= 100; id++) {
                Duration pause = Retries.pause(BASE, id, SLOT, failed);
                assertThat(pause).isPositive().isLessThanOrEqualTo(most);
                assertThat(pause).isEqualTo(Retries.pause(BASE, id, SLOT, failed));
            }
        }
        assertThat(Retries.pause(Duration.ZERO, 1, SLOT, 1)).isZero();
    }

    @Test
    void aThousandSchedulesThatFailTogetherComeBackSpreadOverThePause() {
        int[] seconds = new int[10];
        Set<Duration> pauses = new HashSet<>();
        for (long id = 1; id <= 1000; id++) {
            Duration pause = Retries.pause(BASE, id, SLOT, 1);
            pauses.add(pause);
            seconds[(int) Math.min(9, pause.toSeconds())]++;
        }
        assertThat(pauses).hasSizeGreaterThan(990);
        for (int count : seconds) {
            assertThat(count).isBetween(60, 140);
        }
    }

    @Test
    void aSlotIsTriedAsOftenAsItMayAndFailsWithTheLast() {
        FailingSchedule schedule = new FailingSchedule(BreakerRule.inARow(5), 3);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(schedule.failures()).isZero();
            Consequence after = schedule.slot(failure(), false);
            assertThat(after.slotFailures()).isEqualTo(attempt % 3);
        }
        assertThat(schedule.failures()).isEqualTo(1);
    }

    @Test
    void aRetryThatWouldStartAtTheNextSlotIsNotMade() {
        FailingSchedule schedule = new FailingSchedule(BreakerRule.inARow(5), 20);
        schedule.pass(Duration.ofMinutes(1));
        Instant last = schedule.now();
        int tries = 0;
        while (schedule.failures() == 0) {
            Consequence after = schedule.slot(failure(), false);
            last = schedule.now();
            tries++;
            assertThat(after.next()).isNotNull();
        }
        assertThat(tries).isBetween(2, 19);
        assertThat(last).isBefore(Instant.parse("2027-03-01T01:00:00Z"));
        assertThat(schedule.stand().schedule().progress().nextSlot()).isEqualTo(Instant.parse("2027-03-01T01:00:00Z"));
    }

    private static Outcome failure() {
        return new Outcome.Failed(FailureClass.TIMEOUT, "no", null);
    }
}
