package dev.rota.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.BreakerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
    private static final Instant START = Instant.parse("2027-03-01T00:00:00Z");

    /// The slots of a string, a minute apart, `F` failed and `.` succeeded: the number of the one that gave it up,
    /// or 0.
    private static int givenUpAt(BreakerRule rule, String slots) {
        Breaker.Memory memory = Breaker.Memory.CLEAN;
        for (int i = 0; i < slots.length(); i++) {
            Outcome outcome = slots.charAt(i) == 'F' ? failure(FailureClass.CONNECT) : Outcome.Succeeded.of("done");
            Breaker.Verdict verdict =
                    Breaker.after(memory, outcome, Breaker.Weight.SLOT, rule, START.plus(Duration.ofMinutes(i)));
            if (verdict.reason() != null) {
                return i + 1;
            }
            memory = verdict.memory();
        }
        return 0;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        5 |    | PT0S | FFFFF             | 5
        5 |    | PT0S | FFFF.FFFF         | 0
        1 |    | PT0S | .F                | 2
        3 | 5  | PT0S | F.F.F             | 5
        3 | 5  | PT0S | F..F..F           | 0
        3 | 5  | PT0S | FFF               | 3
        3 | 64 | PT0S | F..............................F..............................F  | 63
        3 |    | PT5M | FFFFF             | 0
        3 |    | PT5M | FFFFFF            | 6
        3 |    | PT5M | FFF.FFFFFF        | 10
        3 | 4  | PT5M | FF.FF.FF          | 7
        3 | 4  | PT5M | FF.....FF.F       | 0
        """)
    void itIsGivenUpAtThisSlot(int failures, @Nullable Integer of, String atLeast, String slots, int at) {
        assertThat(givenUpAt(new BreakerRule(failures, of, Duration.parse(atLeast), null), slots))
                .isEqualTo(at);
    }

    @ParameterizedTest
    @EnumSource(FailureClass.class)
    void everyFailureCountsButThoseOfOurOwnMachine(FailureClass why) {
        Breaker.Memory after = Breaker.after(
                        Breaker.Memory.CLEAN, failure(why), Breaker.Weight.SLOT, BreakerRule.inARow(5), START)
                .memory();
        assertThat(after.failures()).isEqualTo(why == FailureClass.RESOURCE ? 0 : 1);
    }

    @Test
    void whatWasDeferredCancelledOrInterruptedMovesNothing() {
        Breaker.Memory memory = new Breaker.Memory(2, 0b110110, 6, START);
        for (Outcome outcome : List.of(
                new Outcome.Deferred(START, "later"), new Outcome.Cancelled("no"), new Outcome.Interrupted("stop"))) {
            for (Breaker.Weight weight : Breaker.Weight.values()) {
                assertThat(Breaker.after(memory, outcome, weight, BreakerRule.inARow(3), START))
                        .isEqualTo(new Breaker.Verdict(memory, false, null));
            }
        }
    }

    @Test
    void aSuccessThatWasAskedForForgetsWhatTheSlotsOfTheLastDaysDid() {
        BreakerRule rule = new BreakerRule(3, 10, Duration.ZERO, null);
        Breaker.Memory flapping = new Breaker.Memory(0, 0b1010, 4, START);
        assertThat(Breaker.after(flapping, Outcome.Succeeded.of("done"), Breaker.Weight.ASKED, rule, START)
                        .memory())
                .isEqualTo(Breaker.Memory.CLEAN);
        assertThat(Breaker.after(flapping, Outcome.Succeeded.of("done"), Breaker.Weight.SLOT, rule, START)
                        .memory()
                        .among(10))
                .isEqualTo(2);
    }

    @Test
    void issuesAreToldOnceInARowOfFailuresAndNotWhenItIsGivenUpAnyway() {
        List<Integer> told = new ArrayList<>();
        Breaker.Memory memory = Breaker.Memory.CLEAN;
        for (int i = 1; i <= 10; i++) {
            Breaker.Verdict verdict = Breaker.after(
                    memory, failure(FailureClass.CONNECT), Breaker.Weight.SLOT, BreakerRule.inARow(100), START);
            if (verdict.troubled()) {
                told.add(i);
            }
            memory = verdict.memory();
        }
        assertThat(told).containsExactly(3);
        Breaker.Memory two = new Breaker.Memory(2, 3, 2, START);
        assertThat(Breaker.after(two, failure(FailureClass.DNS), Breaker.Weight.SLOT, BreakerRule.inARow(3), START)
                        .troubled())
                .isFalse();
    }

    @Test
    void theReasonSaysWhatWasTooMuchAndTheLastError() {
        Breaker.Memory four = new Breaker.Memory(4, 0b1111, 4, START);
        assertThat(Breaker.after(four, failure(FailureClass.DNS), Breaker.Weight.SLOT, BreakerRule.inARow(5), START)
                        .reason())
                .isEqualTo("5 failures in a row, the last: dns: no");
        Breaker.Memory flapping = new Breaker.Memory(0, 0b1010, 4, START);
        BreakerRule ratio = new BreakerRule(3, 10, Duration.ZERO, null);
        assertThat(Breaker.after(flapping, failure(FailureClass.DNS), Breaker.Weight.SLOT, ratio, START)
                        .reason())
                .isEqualTo("3 of the last 10 slots failed, the last: dns: no");
    }

    @Test
    void probesComeAtGrowingDistancesUpToADay() {
        FailingSchedule schedule = new FailingSchedule(new BreakerRule(1, null, Duration.ZERO, Duration.ofHours(3)), 1);
        schedule.slot(failure(FailureClass.CONNECT), false);
        List<Duration> distances = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            distances.add(Duration.between(
                    schedule.now(),
                    java.util.Objects.requireNonNull(
                            schedule.stand().probation().due())));
            schedule.probe(failure(FailureClass.CONNECT));
        }
        assertThat(distances)
                .containsExactly(
                        Duration.ofHours(3),
                        Duration.ofHours(6),
                        Duration.ofHours(12),
                        Duration.ofHours(24),
                        Duration.ofHours(24));
        assertThat(schedule.given()).isTrue();
        schedule.probe(Outcome.Succeeded.of("back"));
        assertThat(schedule.given()).isFalse();
        assertThat(schedule.stand().schedule().progress().nextDue()).isAfterOrEqualTo(schedule.now());
    }

    private static Outcome failure(FailureClass why) {
        return new Outcome.Failed(why, "no", null);
    }
}
