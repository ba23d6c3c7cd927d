package dev.rota.schedule;

import static dev.rota.schedule.Given.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EveryTest {
    private static final Every QUARTER = new Every(Duration.ofMinutes(15), at("T06:00:00"));

    @Test
    void the_anchor_is_the_first_slot() {
        assertThat(QUARTER.nextAfter(at("T05:00:00"))).isEqualTo(at("T06:00:00"));
        assertThat(QUARTER.atOrAfter(at("T05:00:00"))).isEqualTo(at("T06:00:00"));
        assertThat(QUARTER.atOrBefore(at("T05:59:59.999999"))).isNull();
        assertThat(QUARTER.atOrBefore(at("T06:00:00"))).isEqualTo(at("T06:00:00"));
        assertThat(QUARTER.count(at("T00:00:00"), at("T05:59:59"))).isZero();
    }

    @Test
    void a_slot_is_at_itself_but_not_after_itself() {
        Instant slot = at("T06:30:00");
        assertThat(QUARTER.atOrAfter(slot)).isEqualTo(slot);
        assertThat(QUARTER.atOrBefore(slot)).isEqualTo(slot);
        assertThat(QUARTER.nextAfter(slot)).isEqualTo(at("T06:45:00"));
        assertThat(QUARTER.nextAfter(slot.minusNanos(1))).isEqualTo(slot);
        assertThat(QUARTER.atOrAfter(slot.plusNanos(1))).isEqualTo(at("T06:45:00"));
        assertThat(QUARTER.atOrBefore(slot.minusNanos(1))).isEqualTo(at("T06:15:00"));
    }

    @Test
    void both_ends_are_counted() {
        assertThat(QUARTER.count(at("T06:15:00"), at("T06:45:00"))).isEqualTo(3);
        assertThat(QUARTER.count(at("T06:15:00.000001"), at("T06:44:59.999999")))
                .isEqualTo(1);
        assertThat(QUARTER.count(at("T06:45:00"), at("T06:15:00"))).isZero();
    }

    @Test
    void a_grid_of_seconds_from_1970_is_answered_at_once_in_2200() {
        Every second = new Every(Duration.ofSeconds(1), Instant.EPOCH);
        Instant late = at("2200-01-01T00:00:00.5Z");
        assertThat(second.nextAfter(late)).isEqualTo(at("2200-01-01T00:00:01Z"));
        assertThat(second.atOrBefore(late)).isEqualTo(at("2200-01-01T00:00:00Z"));
        assertThat(second.count(Instant.EPOCH, late))
                .isEqualTo(at("2200-01-01T00:00:00Z").getEpochSecond() + 1);
    }

    @Test
    void a_whole_day_is_24_hours_over_a_change_of_the_clock() {
        Every day = new Every(Duration.parse("P1D"), at("2026-10-24T06:00:00+02:00"));
        assertThat(day).isEqualTo(new Every(Duration.parse("PT24H"), at("2026-10-24T06:00:00+02:00")));
        assertThat(day.nextAfter(at("2026-10-24T06:00:00+02:00"))).isEqualTo(at("2026-10-25T05:00:00+01:00"));
    }

    @Test
    void what_the_database_cannot_keep_is_cut_to_microseconds() {
        Every odd = new Every(Duration.ofSeconds(1, 1_999), at("T06:00:00.123456789"));
        assertThat(odd.every()).isEqualTo(Duration.ofSeconds(1, 1_000));
        assertThat(odd.anchor()).isEqualTo(at("T06:00:00.123456"));
        assertThat(odd.nextAfter(at("T06:00:00.123456"))).isEqualTo(at("T06:00:01.123457"));
    }

    @Test
    void less_than_a_second_and_more_than_366_days_are_refused() {
        for (String wrong : new String[] {"PT0S", "PT-1S", "PT0.999999S", "PT8784H0.000001S"}) {
            assertThatThrownBy(() -> new Every(Duration.parse(wrong), null))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Every(Duration.ofDays(366), null).every()).isEqualTo(Duration.ofDays(366));
    }

    @Test
    void a_grid_without_an_anchor_has_no_slots_until_it_gets_one() {
        Every loose = new Every(Duration.ofHours(1), null);
        assertThatThrownBy(() -> loose.nextAfter(Instant.EPOCH)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> loose.count(Instant.EPOCH, Instant.EPOCH)).isInstanceOf(IllegalStateException.class);
        assertThat(loose.anchoredAt(at("T06:00:00")).atOrAfter(at("T06:00:00"))).isEqualTo(at("T06:00:00"));
        assertThat(QUARTER.anchoredAt(at("T07:07:07"))).isEqualTo(QUARTER);
    }

    @Test
    void the_four_questions_agree_with_each_other_wherever_they_are_asked() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            Every every = new Every(
                    Duration.ofSeconds(1 + random.nextInt(100_000), random.nextInt(1_000_000) * 1000L),
                    Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 4_000_000_000L)));
            Instant asked = Instant.ofEpochSecond(
                    random.nextLong(-4_000_000_000L, 8_000_000_000L), random.nextInt(1_000_000_000));
            Instant after = every.nextAfter(asked);
            Instant before = every.atOrBefore(asked);
            assertThat(after).isAfter(asked);
            assertThat(every.atOrAfter(after)).isEqualTo(after);
            assertThat(every.count(asked, after)).isEqualTo(asked.equals(before) ? 2 : 1);
            if (before == null) {
                assertThat(after).isEqualTo(every.anchor());
            } else {
                assertThat(before).isBeforeOrEqualTo(asked);
                assertThat(before.plus(every.every())).isEqualTo(after);
            }
        }
    }

    @Test
    void nobody_but_a_person_starts_a_manual_schedule() {
        Manual manual = new Manual();
        assertThat(manual.nextAfter(Instant.EPOCH)).isNull();
        assertThat(manual.atOrAfter(Instant.EPOCH)).isNull();
        assertThat(manual.atOrBefore(Instant.EPOCH)).isNull();
        assertThat(manual.count(Instant.EPOCH, at("T06:00:00"))).isZero();
        assertThat(Given.hourly().recurring(manual).schedule().first(at("T06:00:00")))
                .isNull();
        assertThat(Given.hourly().recurring(manual).schedule().decide(at("T06:00:00")))
                .isEqualTo(new Decision.Wait(java.util.List.of(), null));
    }
}
