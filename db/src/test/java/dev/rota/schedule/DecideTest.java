package dev.rota.schedule;

import static dev.rota.schedule.Given.at;
import static dev.rota.schedule.Given.hourly;
import static dev.rota.schedule.Given.hours;
import static dev.rota.schedule.OutsideWindow.AT_OPEN;
import static dev.rota.schedule.OutsideWindow.SKIP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of a look at a schedule, one by one. All times are on 2026-11-22 in UTC unless they say otherwise.
class DecideTest {

    @Test
    void before_its_due_time_nothing_happens() {
        assertThat(decide(hourly().next("T08:00:00"), "T07:59:59.999999"))
                .isEqualTo(new Decision.Wait(List.of(), next("T08:00:00", "T08:00:00")));
    }

    @Test
    void at_its_due_time_the_slot_runs_and_the_next_one_is_next() {
        assertThat(decide(hourly().next("T08:00:00"), "T08:00:00"))
                .isEqualTo(start("T08:00:00", "T08:00:00", false, 0, 1, next("T09:00:00", "T09:00:00")));
    }

    @Test
    void a_slot_is_late_only_after_the_grace() {
        assertThat(started(hourly().next("T08:00:00"), "T08:01:00").late()).isFalse();
        assertThat(started(hourly().next("T08:00:00"), "T08:01:00.000001").late())
                .isTrue();
    }

    @Test
    void last_runs_the_newest_missed_slot_once_and_counts_the_others() {
        assertThat(decide(hourly().next("T08:00:00"), "T11:30:00"))
                .isEqualTo(start(
                        "T11:00:00",
                        "T11:00:00",
                        true,
                        3,
                        1,
                        next("T12:00:00", "T12:00:00"),
                        skip(Reason.COALESCED, "T08:00:00", "T10:00:00", 3)));
    }

    @Test
    void none_drops_what_is_older_than_the_grace() {
        Given none = hourly().missed(MissedPolicy.NONE).next("T08:00:00");
        assertThat(decide(none, "T11:30:00"))
                .isEqualTo(new Decision.Wait(
                        List.of(skip(Reason.MISSED, "T08:00:00", "T11:00:00", 4)), next("T12:00:00", "T12:00:00")));
        assertThat(decide(none, "T11:00:30"))
                .isEqualTo(start(
                        "T11:00:00",
                        "T11:00:00",
                        true,
                        0,
                        1,
                        next("T12:00:00", "T12:00:00"),
                        skip(Reason.MISSED, "T08:00:00", "T10:00:00", 3)));
    }

    @Test
    void all_makes_up_for_the_newest_one_by_one() {
        assertThat(decide(hourly().missed(MissedPolicy.all(2)).next("T08:00:00"), "T11:30:00"))
                .isEqualTo(start(
                        "T10:00:00",
                        "T10:00:00",
                        true,
                        0,
                        1,
                        next("T11:00:00", "T11:00:00"),
                        skip(Reason.MISSED, "T08:00:00", "T09:00:00", 2)));
    }

    @Test
    void outside_the_window_the_newest_slot_runs_at_the_opening() {
        Given given =
                Given.every("PT7H").open(hours(6, 20), AT_OPEN).next("2026-11-22T21:00:00Z", "2026-11-23T06:00:00Z");
        // Slots at 21:00, 04:00, 11:00: the one at 04:00 stands for the night.
        assertThat(decide(given, "2026-11-23T06:00:00Z"))
                .isEqualTo(start(
                        "2026-11-23T04:00:00Z",
                        "2026-11-23T06:00:00Z",
                        false,
                        0,
                        1,
                        next("2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z"),
                        skip(Reason.OUTSIDE_WINDOW, "2026-11-22T21:00:00Z", "2026-11-22T21:00:00Z", 1)));
    }

    @Test
    void a_slot_of_its_own_at_the_opening_stands_for_the_closed_time() {
        Given given = hourly().open(hours(6, 22), AT_OPEN);
        assertThat(given.schedule().nextAfter(at("T21:00:00"))).isEqualTo(next("T22:00:00", "2026-11-23T06:00:00Z"));
        assertThat(decide(given.next("T22:00:00", "2026-11-23T06:00:00Z"), "2026-11-23T06:00:00Z"))
                .isEqualTo(start(
                        "2026-11-23T06:00:00Z",
                        "2026-11-23T06:00:00Z",
                        false,
                        0,
                        1,
                        next("2026-11-23T07:00:00Z", "2026-11-23T07:00:00Z"),
                        skip(Reason.OUTSIDE_WINDOW, "T22:00:00", "2026-11-23T05:00:00Z", 8)));
    }

    @Test
    void skip_goes_on_with_the_first_slot_inside() {
        Given given = Given.every("PT7H").open(hours(6, 20), SKIP);
        assertThat(given.schedule().nextAfter(at("T14:00:00"))).isEqualTo(next("T21:00:00", "2026-11-23T11:00:00Z"));
        assertThat(decide(given.next("T21:00:00", "2026-11-23T11:00:00Z"), "2026-11-23T11:00:00Z"))
                .isEqualTo(start(
                        "2026-11-23T11:00:00Z",
                        "2026-11-23T11:00:00Z",
                        false,
                        0,
                        1,
                        next("2026-11-23T18:00:00Z", "2026-11-23T18:00:00Z"),
                        skip(Reason.OUTSIDE_WINDOW, "T21:00:00", "2026-11-23T04:00:00Z", 2)));
    }

    @Test
    void a_late_slot_waits_for_the_opening_or_is_missed() {
        Given late = hourly().next("T20:00:00");
        assertThat(decide(late.open(hours(6, 21), AT_OPEN), "T21:30:00"))
                .isEqualTo(new Decision.Wait(List.of(), next("T20:00:00", "2026-11-23T06:00:00Z")));
        assertThat(decide(late.open(hours(6, 21), SKIP), "T21:30:00"))
                .isEqualTo(new Decision.Wait(
                        List.of(
                                skip(Reason.MISSED, "T20:00:00", "T20:00:00", 1),
                                skip(Reason.OUTSIDE_WINDOW, "T21:00:00", "T21:00:00", 1)),
                        next("T22:00:00", "2026-11-23T06:00:00Z")));
    }

    @Test
    void a_run_looked_at_ahead_of_the_clock_never_starts_before_the_opening() {
        Given waiting = hourly().open(hours(6, 21), AT_OPEN).grace("PT0S").next("T20:00:00", "2026-11-23T06:30:00Z");
        assertThat(started(
                                waiting.recurring(new Every(java.time.Duration.ofHours(20), at("T00:00:00"))),
                                "2026-11-23T06:30:00Z")
                        .startsAt())
                .isEqualTo(at("2026-11-23T06:30:00Z"));
    }

    @Test
    void a_retry_and_a_handed_back_slot_run_again_with_the_next_ordinal() {
        assertThat(decide(hourly().next("T08:00:00", "T08:10:00").attempted(1, 1), "T08:10:00"))
                .isEqualTo(start("T08:00:00", "T08:10:00", false, 0, 2, next("T09:00:00", "T09:00:00")));
        assertThat(decide(hourly().next("T08:00:00").attempted(2, 0), "T08:00:20"))
                .isEqualTo(start("T08:00:00", "T08:00:00", false, 0, 3, next("T09:00:00", "T09:00:00")));
    }

    @Test
    void a_slot_that_has_a_run_is_never_counted_as_skipped() {
        assertThat(decide(hourly().next("T08:00:00").attempted(1, 0), "T10:00:30"))
                .isEqualTo(start(
                        "T10:00:00",
                        "T10:00:00",
                        true,
                        1,
                        1,
                        next("T11:00:00", "T11:00:00"),
                        skip(Reason.COALESCED, "T09:00:00", "T09:00:00", 1)));
    }

    @Test
    void slots_before_the_instant_the_target_asked_for_are_deferred() {
        Given asked = hourly().notBefore("T10:30:00");
        assertThat(asked.schedule().nextAfter(at("T08:00:00"))).isEqualTo(next("T09:00:00", "T11:00:00"));
        assertThat(decide(asked.next("T09:00:00", "T11:00:00"), "T11:00:00"))
                .isEqualTo(start(
                        "T11:00:00",
                        "T11:00:00",
                        false,
                        0,
                        1,
                        next("T12:00:00", "T12:00:00"),
                        skip(Reason.DEFERRED, "T09:00:00", "T10:00:00", 2)));
    }

    @Test
    void the_spread_moves_the_start_and_not_the_slot() {
        Given spread = hourly().spread("PT30M");
        Next first = Objects.requireNonNull(spread.schedule().first(at("T08:00:00")));
        assertThat(first.slot()).isEqualTo(at("T08:00:00"));
        assertThat(first.due()).isAfter(at("T08:00:00")).isBefore(at("T08:30:00"));
        assertThat(spread.schedule().first(at("T08:00:00"))).isEqualTo(first);
    }

    @Test
    void a_new_schedule_runs_at_once_inside_its_window() {
        Instant now = at("T08:17:03");
        Given fresh = hourly().recurring(new Every(java.time.Duration.ofHours(5), now));
        assertThat(fresh.open(hours(6, 22), AT_OPEN).schedule().first(now)).isEqualTo(new Next(now, now));
        assertThat(fresh.open(hours(9, 22), AT_OPEN).schedule().first(now)).isEqualTo(new Next(now, at("T09:00:00")));
    }

    @Test
    void slots_that_pass_during_a_run_are_overlapped() {
        assertThat(hourly().next("T09:00:00").schedule().afterRun(at("T08:00:00"), at("T10:30:00")))
                .isEqualTo(new AfterRun(
                        List.of(skip(Reason.OVERLAP, "T09:00:00", "T10:00:00", 2)), next("T11:00:00", "T11:00:00")));
    }

    @Test
    void an_edit_keeps_the_next_slot_unless_it_moves_the_slots() {
        Given old = hourly().next("T08:00:00", "T08:00:20");
        Schedule before = old.schedule();
        assertThat(old.missed(MissedPolicy.NONE)
                        .schedule()
                        .afterEdit(before.plan(), before.progress(), at("T07:00:01")))
                .isEqualTo(next("T08:00:00", "T08:00:20"));
        assertThat(old.open(hours(9, 22), AT_OPEN)
                        .schedule()
                        .afterEdit(before.plan(), before.progress(), at("T07:00:01")))
                .isEqualTo(next("T08:00:00", "T09:00:00"));
    }

    @Test
    void upcoming_slots_say_which_of_them_will_not_run_and_why() {
        assertThat(hourly().open(hours(6, 22), SKIP).schedule().upcoming(at("T21:00:00"), 3))
                .containsExactly(
                        new Upcoming(at("T21:00:00"), at("T21:00:00"), null),
                        new Upcoming(at("T22:00:00"), at("T22:00:00"), Reason.OUTSIDE_WINDOW),
                        new Upcoming(at("T23:00:00"), at("T23:00:00"), Reason.OUTSIDE_WINDOW));
        assertThat(hourly().paused().schedule().upcoming(at("T21:00:00"), 1))
                .containsExactly(new Upcoming(at("T21:00:00"), at("T21:00:00"), Reason.PAUSED));
    }

    @Test
    void a_standing_says_what_is_waited_for() {
        Schedule closed = hourly().in("Europe/Rome")
                .open(hours(6, 22), AT_OPEN)
                .next("T22:00:00", "2026-11-23T05:00:00Z")
                .schedule();
        Standing active = Standing.of(closed, false, false);
        assertThat(active.word()).isEqualTo("active");
        assertThat(active.waitingFor(closed, at("T22:30:00"), Standing.Beside.NOTHING))
                .isEqualTo("Outside 06:00–22:00 Europe/Rome until tomorrow 06:00.");
        assertThat(Standing.of(hourly().failures(3, null).schedule(), false, true)
                        .label())
                .isEqualTo("Having Issues");
        assertThat(Standing.of(hourly().failures(5, "T08:00:00").schedule(), false, true)
                        .label())
                .isEqualTo("Failed");
        assertThat(Standing.of(hourly().failures(5, "T08:00:00").paused().schedule(), false, true)
                        .label())
                .isEqualTo("Paused");
    }

    private static Decision decide(Given given, String now) {
        return given.schedule().decide(at(now));
    }

    private static Decision.Start started(Given given, String now) {
        return (Decision.Start) decide(given, now);
    }

    private static Next next(String slot, String due) {
        return new Next(at(slot), at(due));
    }

    private static Skip skip(Reason reason, String first, String last, long count) {
        return new Skip(reason, at(first), at(last), count, null);
    }

    private static Decision.Start start(
            String slot, String startsAt, boolean late, long missed, int attempt, @Nullable Next next, Skip... skips) {
        return new Decision.Start(at(slot), at(startsAt), late, missed, attempt, List.of(skips), next);
    }
}
