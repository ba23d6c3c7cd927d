package dev.rota.schedule;

import static dev.rota.schedule.Given.at;
import static dev.rota.schedule.Given.hours;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveHoursTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    @Test
    void no_window_means_always() {
        assertThat(ActiveHours.ALWAYS.isOpen(at("T03:00:00"), ROME)).isTrue();
        assertThat(ActiveHours.ALWAYS.nextOpening(at("T03:00:00"), ROME)).isEqualTo(at("T03:00:00"));
        assertThat(ActiveHours.ALWAYS.nextClosing(at("T03:00:00"), ROME)).isNull();
    }

    @Test
    void the_start_is_inside_and_the_end_is_not() {
        ActiveHours day = hours(6, 22);
        assertThat(day.isOpen(at("2026-11-22T05:59:59.999999+01:00"), ROME)).isFalse();
        assertThat(day.isOpen(at("2026-11-22T06:00:00+01:00"), ROME)).isTrue();
        assertThat(day.isOpen(at("2026-11-22T21:59:59.999999+01:00"), ROME)).isTrue();
        assertThat(day.isOpen(at("2026-11-22T22:00:00+01:00"), ROME)).isFalse();
    }

    @Test
    void the_next_opening_of_an_open_time_and_the_next_closing_of_a_closed_one_are_now() {
        ActiveHours day = hours(6, 22);
        Instant open = at("2026-11-22T07:00:00+01:00");
        Instant closed = at("2026-11-22T23:00:00+01:00");
        assertThat(day.nextOpening(open, ROME)).isEqualTo(open);
        assertThat(day.nextClosing(open, ROME)).isEqualTo(at("2026-11-22T22:00:00+01:00"));
        assertThat(day.nextClosing(closed, ROME)).isEqualTo(closed);
        assertThat(day.nextOpening(closed, ROME)).isEqualTo(at("2026-11-23T06:00:00+01:00"));
    }

    @Test
    void a_window_over_midnight_belongs_to_the_day_on_which_it_starts() {
        // 2026-11-22 is a Sunday.
        ActiveHours nights = hours(Set.of(FRIDAY), 22, 6);
        assertThat(nights.isOpen(at("2026-11-27T21:59:00+01:00"), ROME)).isFalse();
        assertThat(nights.isOpen(at("2026-11-27T22:00:00+01:00"), ROME)).isTrue();
        assertThat(nights.isOpen(at("2026-11-28T05:59:00+01:00"), ROME)).isTrue();
        assertThat(nights.isOpen(at("2026-11-28T06:00:00+01:00"), ROME)).isFalse();
        assertThat(nights.isOpen(at("2026-11-27T03:00:00+01:00"), ROME)).isFalse();
        assertThat(nights.nextOpening(at("2026-11-28T06:00:00+01:00"), ROME))
                .isEqualTo(at("2026-12-04T22:00:00+01:00"));
    }

    @Test
    void until_24_is_midnight_and_0_to_24_is_the_whole_day() {
        assertThat(hours(6, 24).nextClosing(at("2026-11-22T07:00:00+01:00"), ROME))
                .isEqualTo(at("2026-11-23T00:00:00+01:00"));
        assertThat(hours(6, 0).nextClosing(at("2026-11-22T07:00:00+01:00"), ROME))
                .isEqualTo(at("2026-11-23T00:00:00+01:00"));
        ActiveHours weekend = hours(Set.of(SATURDAY, SUNDAY), 0, 24);
        assertThat(weekend.nextOpening(at("2026-11-23T00:00:00+01:00"), ROME))
                .isEqualTo(at("2026-11-28T00:00:00+01:00"));
        assertThat(weekend.nextClosing(at("2026-11-28T00:00:00+01:00"), ROME))
                .isEqualTo(at("2026-11-30T00:00:00+01:00"));
    }

    @Test
    void every_day_from_0_to_24_never_closes() {
        ActiveHours all = hours(0, 24);
        assertThat(all.nextClosing(at("T07:00:00"), ROME)).isNull();
        assertThat(all.isOpen(at("2026-10-25T02:30:00+01:00"), ROME)).isTrue();
    }

    @Test
    void windows_that_touch_or_overlap_are_one_stretch() {
        ActiveHours hours = new ActiveHours(List.of(
                ActiveHours.Window.daily(6 * 60, 12 * 60),
                ActiveHours.Window.daily(12 * 60, 13 * 60),
                ActiveHours.Window.daily(12 * 60 + 30, 22 * 60),
                new ActiveHours.Window(Set.of(MONDAY), 0, 6 * 60)));
        assertThat(hours.nextClosing(at("2026-11-23T00:00:00+01:00"), ROME)).isEqualTo(at("2026-11-23T22:00:00+01:00"));
        assertThat(hours.nextOpening(at("2026-11-22T23:00:00+01:00"), ROME)).isEqualTo(at("2026-11-23T00:00:00+01:00"));
    }

    @Test
    void a_window_that_ends_when_it_starts_or_has_no_day_or_leaves_the_day_is_refused() {
        Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
        assertThatThrownBy(() -> new ActiveHours.Window(all, 360, 360)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveHours.Window(all, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveHours.Window(all, -1, 360)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveHours.Window(all, 0, 1441)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveHours.Window(all, 1440, 60)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActiveHours.Window(Set.of(), 0, 360)).isInstanceOf(IllegalArgumentException.class);
    }

    /// The first three columns are a daily window; the others, when it opens and closes on the day of the change.
    @ParameterizedTest
    @CsvSource({
        // Rome: 02:00 to 03:00 does not exist on 29 March, and happens twice on 25 October.
        "Europe/Rome, 02:30, 06:00, 2026-03-29T00:00:00+01:00, 2026-03-29T03:00:00+02:00, 2026-03-29T06:00:00+02:00",
        "Europe/Rome, 01:00, 02:30, 2026-03-29T00:00:00+01:00, 2026-03-29T01:00:00+01:00, 2026-03-29T03:00:00+02:00",
        "Europe/Rome, 02:10, 02:50, 2026-03-29T00:00:00+01:00, 2026-03-30T02:10:00+02:00, 2026-03-30T02:50:00+02:00",
        "Europe/Rome, 02:30, 06:00, 2026-10-25T00:00:00+02:00, 2026-10-25T02:30:00+02:00, 2026-10-25T06:00:00+01:00",
        "Europe/Rome, 01:00, 02:30, 2026-10-25T00:00:00+02:00, 2026-10-25T01:00:00+02:00, 2026-10-25T02:30:00+01:00",
        "Europe/Rome, 01:00, 02:00, 2026-10-25T00:00:00+02:00, 2026-10-25T01:00:00+02:00, 2026-10-25T02:00:00+01:00",
        "Europe/Rome, 03:00, 04:00, 2026-10-25T00:00:00+02:00, 2026-10-25T03:00:00+01:00, 2026-10-25T04:00:00+01:00",
        "Europe/Rome, 22:00, 02:30, 2026-10-24T12:00:00+02:00, 2026-10-24T22:00:00+02:00, 2026-10-25T02:30:00+01:00",
        // New York, the other way over midnight.
        "America/New_York, 23:00, 02:30, 2026-03-07T12:00:00-05:00, 2026-03-07T23:00:00-05:00,"
                + " 2026-03-08T03:00:00-04:00",
        "America/New_York, 01:30, 05:00, 2026-11-01T00:00:00-04:00, 2026-11-01T01:30:00-04:00,"
                + " 2026-11-01T05:00:00-05:00",
        // Lord Howe moves by half an hour.
        "Australia/Lord_Howe, 02:15, 03:00, 2026-10-04T00:00:00+10:30, 2026-10-04T02:30:00+11:00,"
                + " 2026-10-04T03:00:00+11:00",
        "Australia/Lord_Howe, 01:00, 01:45, 2026-04-05T00:00:00+11:00, 2026-04-05T01:00:00+11:00,"
                + " 2026-04-05T01:45:00+10:30",
        // Havana: the hour after midnight is the one that goes and comes.
        "America/Havana, 00:00, 06:00, 2026-03-07T12:00:00-05:00, 2026-03-08T01:00:00-04:00, 2026-03-08T06:00:00-04:00",
        "America/Havana, 22:00, 00:30, 2026-10-31T12:00:00-04:00, 2026-10-31T22:00:00-04:00, 2026-11-01T00:30:00-05:00",
        // Apia left out a whole day, 30 December 2011.
        "Pacific/Apia, 22:00, 06:00, 2011-12-29T12:00:00-10:00, 2011-12-29T22:00:00-10:00, 2011-12-31T06:00:00+14:00",
        "Pacific/Apia, 08:00, 10:00, 2011-12-29T12:00:00-10:00, 2011-12-31T08:00:00+14:00, 2011-12-31T10:00:00+14:00",
    })
    void edges_where_the_clocks_change(
            String zone, String from, String until, String asked, String opens, String closes) {
        ZoneId in = ZoneId.of(zone);
        ActiveHours hours = new ActiveHours(List.of(ActiveHours.Window.daily(minutes(from), minutes(until))));
        Instant opening = hours.nextOpening(at(asked), in);
        assertThat(opening).isEqualTo(at(opens));
        assertThat(hours.nextClosing(at(opens), in)).isEqualTo(at(closes));
        assertThat(hours.isOpen(at(opens), in)).isTrue();
        assertThat(hours.isOpen(at(opens).minusNanos(1000), in)).isFalse();
        assertThat(hours.isOpen(at(closes).minusNanos(1000), in)).isTrue();
        assertThat(hours.isOpen(at(closes), in)).isFalse();
    }

    @Test
    void a_weekly_window_in_the_gap_opens_a_week_later() {
        ActiveHours hours = new ActiveHours(List.of(new ActiveHours.Window(Set.of(SUNDAY), 130, 170)));
        assertThat(hours.nextOpening(at("2026-03-28T12:00:00+01:00"), ROME)).isEqualTo(at("2026-04-05T02:10:00+02:00"));
    }

    private static int minutes(String time) {
        return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
    }
}
