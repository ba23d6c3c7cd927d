package dev.rota.schedule;

import static dev.rota.schedule.Expression.calendar;
import static dev.rota.schedule.Expression.cron;
import static dev.rota.schedule.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

    /// The slots from an instant on, as local times with their offset.
    private static List<String> slots(LocalRecurrence recurrence, String from, int n) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss xxx", Locale.ROOT);
        List<String> slots = new ArrayList<>();
        Instant slot = recurrence.atOrAfter(at(from));
        while (slot != null && slots.size() < n) {
            slots.add(form.format(slot.atZone(recurrence.zone())));
            slot = recurrence.nextAfter(slot);
        }
        return slots;
    }

    private static String first(LocalRecurrence recurrence, String from) {
        Instant slot = recurrence.atOrAfter(at(from));
        return slot == null
                ? "never"
                : DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)
                        .format(LocalDateTime.ofInstant(slot, recurrence.zone()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */15 6-22 * * MON-FRI | 2026-11-22T10:00:00Z | 2026-11-23T06:00:00
            */15 6-22 * * MON-FRI | 2026-11-23T22:46:00Z | 2026-11-24T06:00:00
            0 0 1 1 *             | 2026-11-22T10:00:00Z | 2027-01-01T00:00:00
            30 4 1,15 * 5         | 2026-11-22T10:00:00Z | 2026-11-27T04:30:00
            30 4 1,15 * 5         | 2026-11-28T10:00:00Z | 2026-12-01T04:30:00
            0 0 */2 * MON         | 2026-11-22T10:00:00Z | 2026-11-23T00:00:00
            0 0 */2 * MON         | 2026-11-24T10:00:00Z | 2026-12-07T00:00:00
            0 0 ? * MON           | 2026-11-24T10:00:00Z | 2026-11-30T00:00:00
            0 0 13 * ?            | 2026-11-24T10:00:00Z | 2026-12-13T00:00:00
            0 0 L * *             | 2027-02-01T00:00:00Z | 2027-02-28T00:00:00
            0 0 L * *             | 2028-02-01T00:00:00Z | 2028-02-29T00:00:00
            0 0 L-3 * *           | 2027-02-01T00:00:00Z | 2027-02-25T00:00:00
            0 0 LW * *            | 2027-02-01T00:00:00Z | 2027-02-26T00:00:00
            0 0 LW * *            | 2027-01-01T00:00:00Z | 2027-01-29T00:00:00
            0 0 15W * *           | 2027-05-01T00:00:00Z | 2027-05-14T00:00:00
            0 0 15W * *           | 2027-08-01T00:00:00Z | 2027-08-16T00:00:00
            0 0 1W * *            | 2027-05-01T00:00:00Z | 2027-05-03T00:00:00
            0 0 31W * *           | 2027-01-01T00:00:00Z | 2027-01-29T00:00:00
            0 0 31W * *           | 2027-02-01T00:00:00Z | 2027-03-31T00:00:00
            0 0 * * 5L            | 2027-01-01T00:00:00Z | 2027-01-29T00:00:00
            0 0 * * THUL          | 2027-01-01T00:00:00Z | 2027-01-28T00:00:00
            0 0 * * SUN#1         | 2027-01-01T00:00:00Z | 2027-01-03T00:00:00
            0 0 * * 1#5           | 2027-01-01T00:00:00Z | 2027-03-29T00:00:00
            0 0 * * 7             | 2027-01-01T00:00:00Z | 2027-01-03T00:00:00
            0 0 * * 0             | 2027-01-01T00:00:00Z | 2027-01-03T00:00:00
            0 0 * * FRI-MON       | 2027-01-05T00:00:00Z | 2027-01-08T00:00:00
            0 0 * * 5-7           | 2027-01-09T01:00:00Z | 2027-01-10T00:00:00
            0 0 * * SUN-TUE       | 2027-01-06T00:00:00Z | 2027-01-10T00:00:00
            0 22-2 * * *          | 2027-01-06T02:30:00Z | 2027-01-06T22:00:00
            0 22-2 * * *          | 2027-01-06T01:30:00Z | 2027-01-06T02:00:00
            0 0 1 nov-feb *       | 2027-02-02T00:00:00Z | 2027-11-01T00:00:00
            0 0 29 2 *            | 2097-01-01T00:00:00Z | 2104-02-29T00:00:00
            0 0 29 2 ?            | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00
            5/20 * * * *          | 2027-01-06T00:06:00Z | 2027-01-06T00:25:00
            10 0 0 * * *          | 2027-01-06T00:00:00Z | 2027-01-06T00:00:10
            */7 * * * * *         | 2027-01-06T00:00:57Z | 2027-01-06T00:01:00
            @hourly               | 2027-01-06T00:06:00Z | 2027-01-06T01:00:00
            @daily                | 2027-01-06T00:06:00Z | 2027-01-07T00:00:00
            @midnight             | 2027-01-06T00:06:00Z | 2027-01-07T00:00:00
            @Weekly               | 2027-01-06T00:06:00Z | 2027-01-10T00:00:00
            @monthly              | 2027-01-06T00:06:00Z | 2027-02-01T00:00:00
            @yearly               | 2027-01-06T00:06:00Z | 2028-01-01T00:00:00
            @annually             | 2027-01-06T00:06:00Z | 2028-01-01T00:00:00
            """)
    void a_cron_expression_names_its_next_slot(String expression, String from, String expected) {
        assertThat(first(cron(expression, "Etc/UTC"), from)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mon..Fri 06..22:00/15    | 2026-11-22T10:00:00Z | 2026-11-23T06:00:00
            *-*-01/3 04:00           | 2026-11-22T10:00:00Z | 2026-11-25T04:00:00
            *-*~01                   | 2027-02-01T00:00:00Z | 2027-02-28T00:00:00
            *-02~03                  | 2027-03-01T00:00:00Z | 2028-02-27T00:00:00
            Mon *-05~07/1            | 2027-01-01T00:00:00Z | 2027-05-31T00:00:00
            *-*~1..3                 | 2027-01-01T00:00:00Z | 2027-01-29T00:00:00
            2027..2029-06-01         | 2028-07-01T00:00:00Z | 2029-06-01T00:00:00
            2027..2029-06-01         | 2029-07-01T00:00:00Z | never
            27/2-06-01               | 2027-07-01T00:00:00Z | 2029-06-01T00:00:00
            *:*:0/20                 | 2027-01-01T00:00:01Z | 2027-01-01T00:00:20
            Sat,Sun 12:00            | 2027-01-01T00:00:00Z | 2027-01-02T12:00:00
            Mon, 12:00               | 2027-01-01T00:00:00Z | 2027-01-04T12:00:00
            weekly                   | 2027-01-01T00:00:00Z | 2027-01-04T00:00:00
            quarterly                | 2027-01-02T00:00:00Z | 2027-04-01T00:00:00
            semiannually             | 2027-01-02T00:00:00Z | 2027-07-01T00:00:00
            minutely                 | 2027-01-02T00:00:01Z | 2027-01-02T00:01:00
            Yearly                   | 2027-01-02T00:00:00Z | 2028-01-01T00:00:00
            06:00 Europe/Rome        | 2027-01-02T00:00:00Z | 2027-01-02T06:00:00
            daily utc                | 2027-01-02T00:00:01Z | 2027-01-03T00:00:00
            """)
    void a_calendar_expression_names_its_next_slot(String expression, String from, String expected) {
        assertThat(first(calendar(expression, "Etc/UTC"), from)).isEqualTo(expected);
    }

    @Test
    void the_zone_in_a_calendar_expression_overrides_the_schedules() {
        LocalRecurrence rome = calendar("06:00 Europe/Rome", "America/New_York");
        assertThat(rome.zone()).isEqualTo(ZoneId.of("Europe/Rome"));
        assertThat(rome.atOrAfter(at("2027-07-01T00:00:00Z"))).isEqualTo(at("2027-07-01T04:00:00Z"));
    }

    // New York: 2027-03-14 02:00 -> 03:00, 2027-11-07 02:00 -> 01:00.

    @Test
    void a_list_of_times_runs_once_at_the_end_of_a_gap() {
        assertThat(slots(cron("30 2 * * *", "America/New_York"), "2027-03-13T00:00:00-05:00", 3))
                .containsExactly("03-13 02:30:00 -05:00", "03-14 03:00:00 -04:00", "03-15 02:30:00 -04:00");
    }

    @Test
    void times_that_fall_on_one_instant_are_one_slot() {
        LocalRecurrence list = cron("0,15,30 2,3 * * *", "America/New_York");
        assertThat(slots(list, "2027-03-14T00:00:00-05:00", 4))
                .containsExactly(
                        "03-14 03:00:00 -04:00",
                        "03-14 03:15:00 -04:00",
                        "03-14 03:30:00 -04:00",
                        "03-15 02:00:00 -04:00");
        assertThat(list.count(at("2027-03-14T00:00:00-05:00"), at("2027-03-14T23:00:00-04:00")))
                .isEqualTo(3);
    }

    @Test
    void a_list_of_times_runs_once_in_an_hour_that_comes_twice_the_first_time() {
        LocalRecurrence list = cron("30 1 * * *", "America/New_York");
        assertThat(slots(list, "2027-11-07T00:00:00-04:00", 2))
                .containsExactly("11-07 01:30:00 -04:00", "11-08 01:30:00 -05:00");
        assertThat(list.nextAfter(at("2027-11-07T01:10:00-05:00"))).isEqualTo(at("2027-11-08T01:30:00-05:00"));
        assertThat(list.atOrBefore(at("2027-11-07T01:10:00-05:00"))).isEqualTo(at("2027-11-07T01:30:00-04:00"));
    }

    @Test
    void all_hours_written_as_a_list_are_a_list() {
        assertThat(slots(cron("0 0-23 * * *", "America/New_York"), "2027-11-07T00:30:00-04:00", 2))
                .containsExactly("11-07 01:00:00 -04:00", "11-07 02:00:00 -05:00");
    }

    @Test
    void what_begins_with_a_star_runs_whenever_the_local_time_matches() {
        assertThat(slots(cron("30 * * * *", "America/New_York"), "2027-11-07T00:00:00-04:00", 4))
                .containsExactly(
                        "11-07 00:30:00 -04:00",
                        "11-07 01:30:00 -04:00",
                        "11-07 01:30:00 -05:00",
                        "11-07 02:30:00 -05:00");
        assertThat(slots(cron("*/30 2 * * *", "America/New_York"), "2027-03-13T02:20:00-05:00", 3))
                .containsExactly("03-13 02:30:00 -05:00", "03-15 02:00:00 -04:00", "03-15 02:30:00 -04:00");
    }

    @Test
    void a_day_that_does_not_exist_is_a_gap_of_24_hours() {
        // Samoa left out 30 December 2011.
        assertThat(slots(cron("0 6,12 * * *", "Pacific/Apia"), "2011-12-29T06:30:00-10:00", 3))
                .containsExactly("12-29 12:00:00 -10:00", "12-31 00:00:00 +14:00", "12-31 06:00:00 +14:00");
        assertThat(slots(cron("0 */6 30 * *", "Pacific/Apia"), "2011-12-29T06:30:00-10:00", 1))
                .containsExactly("01-30 00:00:00 +14:00");
    }

    @Test
    void a_midnight_that_does_not_exist_is_the_first_instant_of_the_day() {
        assertThat(slots(cron("0 0 * * *", "America/Sao_Paulo"), "2017-10-14T00:00:00-03:00", 3))
                .containsExactly("10-14 00:00:00 -03:00", "10-15 01:00:00 -02:00", "10-16 00:00:00 -02:00");
    }

    @Test
    void a_gap_of_half_an_hour_moves_a_time_by_less_than_half_an_hour() {
        assertThat(slots(cron("15 2 * * *", "Australia/Lord_Howe"), "2027-10-02T00:00:00+10:30", 3))
                .containsExactly("10-02 02:15:00 +10:30", "10-03 02:30:00 +11:00", "10-04 02:15:00 +11:00");
    }

    @Test
    void a_clock_in_the_year_2200_or_1970_costs_nothing() {
        LocalRecurrence leap = cron("0 0 29 2 MON#5", "Europe/Rome");
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            cron("* * * * *", "Europe/Rome").nextAfter(at("2200-06-01T00:00:00Z"));
            cron("0 6 * * *", "Europe/Rome").count(Instant.EPOCH, at("2030-06-01T00:00:00Z"));
            assertThat(leap.nextAfter(at("1970-01-01T00:00:00Z"))).isNotNull();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(cron("* * * * * *", "Etc/UTC").count(Instant.EPOCH, at("2200-01-01T00:00:00Z")))
                .isEqualTo(at("2200-01-01T00:00:00Z").getEpochSecond() + 1);
    }
}
