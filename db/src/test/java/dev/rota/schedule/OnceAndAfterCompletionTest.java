package dev.rota.schedule;

import static dev.rota.schedule.Given.at;
import static dev.rota.schedule.Given.hourly;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceAndAfterCompletionTest {
    private static final Given DELAYED =
            hourly().recurring(new AfterCompletion(Duration.ofHours(1))).missed(MissedPolicy.LAST);
    private static final Given ONCE = hourly().recurring(new Once(at("T08:00:00")));

    private static Next next(String slot) {
        return new Next(at(slot), at(slot));
    }

    @Test
    void onceRunsOnceAndIsFinished() {
        assertThat(ONCE.schedule().first(at("T07:00:00"))).isEqualTo(next("T08:00:00"));
        Decision.Start start =
                (Decision.Start) ONCE.next("T08:00:00").schedule().decide(at("T08:00:00"));
        assertThat(start.slot()).isEqualTo(at("T08:00:00"));
        assertThat(start.next()).isNull();
        assertThat(ONCE.schedule().afterRun(at("T08:00:00"), at("T08:05:00"))).isEqualTo(new AfterRun(List.of(), null));
        assertThat(Standing.of(ONCE.schedule(), false, false).word()).isEqualTo("finished");
        assertThat(Standing.of(ONCE.schedule(), true, false).word()).isEqualTo("running");
    }

    @Test
    void onceThatWasMissedRunsLateOrNotAtAllAsThePolicySays() {
        Decision.Start late = (Decision.Start) ONCE.next("T08:00:00").schedule().decide(at("T11:00:00"));
        assertThat(late.late()).isTrue();
        assertThat(late.next()).isNull();
        assertThat(ONCE.missed(MissedPolicy.NONE).next("T08:00:00").schedule().decide(at("T11:00:00")))
                .isEqualTo(new Decision.Wait(
                        List.of(new Skip(Reason.MISSED, at("T08:00:00"), at("T08:00:00"), 1L, null)), null));
    }

    @Test
    void aDelayBeginsAtOnceAndAnewWhenItsOwnRunEnds() {
        assertThat(DELAYED.schedule().first(at("T08:00:00"))).isEqualTo(next("T08:00:00"));
        Decision.Start start =
                (Decision.Start) DELAYED.next("T08:00:00").schedule().decide(at("T08:00:00"));
        assertThat(start.slot()).isEqualTo(at("T08:00:00"));
        Schedule running = DELAYED.with(Progress.NEW.at(start.next())).schedule();
        assertThat(running.afterRun(at("T08:00:00"), at("T08:20:00")))
                .as("20 minutes later than on a grid")
                .isEqualTo(new AfterRun(List.of(), next("T09:20:00")));
        assertThat(running.afterRun(at("T08:00:00"), at("T11:30:00")))
                .as("what would have passed meanwhile was no slot")
                .isEqualTo(new AfterRun(List.of(), next("T12:30:00")));
    }

    @Test
    void aDelayGoesOnAtItsDistanceWhileNothingRuns() {
        Decision.Start late =
                (Decision.Start) DELAYED.next("T09:20:00").schedule().decide(at("T12:30:00"));
        assertThat(late.slot()).isEqualTo(at("T12:20:00"));
        assertThat(late.missed()).isEqualTo(3);
        assertThat(late.skips())
                .containsExactly(new Skip(Reason.COALESCED, at("T09:20:00"), at("T11:20:00"), 3L, null));
        assertThat(DELAYED.missed(MissedPolicy.NONE)
                        .next("T09:20:00")
                        .schedule()
                        .decide(at("T12:30:00")))
                .isEqualTo(new Decision.Wait(
                        List.of(new Skip(Reason.MISSED, at("T09:20:00"), at("T12:20:00"), 4L, null)),
                        next("T13:20:00")));
    }

    @Test
    void aRequestedRunThatPassesNoSlotLeavesTheDelayAlone() {
        Schedule schedule = DELAYED.next("T09:20:00").schedule();
        assertThat(schedule.afterRun(at("T08:30:00"), at("T08:45:00")))
                .isEqualTo(new AfterRun(List.of(), next("T09:20:00")));
        assertThat(schedule.afterRun(at("T08:30:00"), at("T09:30:00")))
                .isEqualTo(new AfterRun(
                        List.of(new Skip(Reason.OVERLAP, at("T09:20:00"), at("T09:20:00"), 1L, null)),
                        next("T10:30:00")));
    }
}
