package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.CommandJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Instant MIDNIGHT = Given.MIDNIGHT;

    @Test
    void every_slot_is_told_exactly_once_and_in_order() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            RandomPlans plans = new RandomPlans(random);
            ZoneId zone = plans.zone();
            Instant from = plans.begin(zone);
            Instant to = from.plus(Duration.ofHours(random.nextInt(24 * 6)));
            Simulation.Frame frame = new Simulation.Frame(
                    from, to, outages(random, from), Duration.ofSeconds(random.nextInt(4000)), 1_000_000, false);
            Schedule schedule = Simulation.beginning(random.nextLong(1_000_000), plan(plans.when(zone, from)), from);
            List<Instant> slots = new ArrayList<>();
            Recurrence recurrence = schedule.plan().when().recurrence();
            for (Instant slot = recurrence.atOrAfter(from);
                    slot != null && slot.isBefore(to);
                    slot = recurrence.nextAfter(slot)) {
                slots.add(slot);
            }
            List<Simulation.Entry> entries = Simulation.play(schedule, frame).entries();
            assertThat(entries.stream().map(Simulation.Entry::slot))
                    .as("seed %s: %s", seed, schedule.plan().when())
                    .isEqualTo(slots);
            runsNeverOverlapNorStartInAnOutage(seed, entries, frame);
        }
    }

    private static void runsNeverOverlapNorStartInAnOutage(
            int seed, List<Simulation.Entry> entries, Simulation.Frame frame) {
        Instant free = Instant.MIN;
        for (Simulation.Entry entry : entries) {
            if (entry.startsAt() != null) {
                assertThat(entry.startsAt()).as("seed %s: %s", seed, entry).isAfterOrEqualTo(entry.slot());
                assertThat(entry.startsAt()).as("seed %s: %s", seed, entry).isAfterOrEqualTo(free);
                assertThat(frame.at(entry.startsAt()))
                        .as("seed %s: %s", seed, entry)
                        .isNull();
                free = entry.startsAt().plus(frame.duration());
                if (String.valueOf(entry.why()).contains("cut off")) {
                    free = entry.startsAt();
                }
            }
        }
    }

    @Test
    void compressed_entries_stand_for_the_same_slots() {
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            RandomPlans plans = new RandomPlans(random);
            ZoneId zone = plans.zone();
            Instant from = plans.begin(zone);
            Instant to = from.plus(Duration.ofDays(4));
            Schedule schedule = Simulation.beginning(7, plan(plans.when(zone, from)), from);
            List<Simulation.Outage> outages = outages(random, from);
            List<Simulation.Entry> each =
                    Simulation.play(schedule, frame(from, to, outages, false)).entries();
            List<Simulation.Entry> few =
                    Simulation.play(schedule, frame(from, to, outages, true)).entries();
            assertThat(few.stream()
                            .mapToLong(entry -> entry.count() == null ? 0 : entry.count())
                            .sum())
                    .as("seed %s", seed)
                    .isEqualTo(each.size());
            Iterator<Simulation.Entry> one = each.iterator();
            for (Simulation.Entry entry : few) {
                for (long left = Objects.requireNonNull(entry.count()); left > 0; left--) {
                    Simulation.Entry slot = one.next();
                    assertThat(slot.outcome()).as("seed %s: %s", seed, slot).isEqualTo(entry.outcome());
                    assertThat(slot.slot()).isBetween(entry.slot(), entry.lastSlot());
                }
            }
        }
    }

    @Test
    void an_outage_leaves_one_late_run_that_stands_for_what_was_missed() {
        List<String> told =
                told(Given.hourly(), 6, List.of(new Simulation.Outage(Given.at("T00:30:00"), Given.at("T03:10:00"))));
        assertThat(told)
                .containsExactly(
                        "00:00 run 00:00 null",
                        "01:00 coalesced - missed, for no daemon ran from 2026-11-22 00:30 to 2026-11-22 03:10, merged"
                                + " into the run of 2026-11-22 03:00",
                        "02:00 coalesced - missed, for no daemon ran from 2026-11-22 00:30 to 2026-11-22 03:10, merged"
                                + " into the run of 2026-11-22 03:00",
                        "03:00 run 03:10 late, for no daemon ran from 2026-11-22 00:30 to 2026-11-22 03:10; stands for"
                                + " 2 missed before it",
                        "04:00 run 04:00 null",
                        "05:00 run 05:00 null");
    }

    @Test
    void the_newest_slot_of_a_closed_time_runs_at_the_opening() {
        Given given = Given.every("PT3H").recurring(new Every(Duration.ofHours(3), Given.at("T01:00:00")));
        List<String> told = told(given.open(Given.hours(6, 9), OutsideWindow.AT_OPEN), 9, List.of());
        assertThat(told)
                .containsExactly(
                        "01:00 outside_window - outside 06:00–09:00 Etc/UTC until 2026-11-22 06:00",
                        "04:00 run 06:00 outside 06:00–09:00 Etc/UTC; the newest slot of the closed time runs when it"
                                + " opens",
                        "07:00 run 07:00 null");
    }

    @Test
    void a_run_that_lasts_too_long_swallows_the_slots_that_pass() {
        Simulation.Frame frame =
                new Simulation.Frame(MIDNIGHT, Given.at("T01:00:00"), List.of(), Duration.ofMinutes(25), 100, false);
        assertThat(told(Given.every("PT10M"), frame))
                .containsExactly(
                        "00:00 run 00:00 null",
                        "00:10 overlap - the run of 2026-11-22 00:00 was live until 2026-11-22 00:25",
                        "00:20 overlap - the run of 2026-11-22 00:00 was live until 2026-11-22 00:25",
                        "00:30 run 00:30 null",
                        "00:40 overlap - the run of 2026-11-22 00:30 was live until 2026-11-22 00:55",
                        "00:50 overlap - the run of 2026-11-22 00:30 was live until 2026-11-22 00:55");
    }

    @Test
    void a_run_that_an_outage_cuts_off_runs_again() {
        Simulation.Frame frame = new Simulation.Frame(
                MIDNIGHT,
                Given.at("T01:00:00"),
                List.of(new Simulation.Outage(Given.at("T00:05:00"), Given.at("T00:07:00"))),
                Duration.ofMinutes(9),
                100,
                false);
        assertThat(told(Given.hourly(), frame))
                .containsExactly("00:00 run 00:00 cut off when the daemon stopped at 2026-11-22 00:05, runs"
                        + " again at 2026-11-22 00:07");
    }

    @Test
    void more_entries_than_the_limit_are_said_to_be_more() {
        Simulation.Frame four =
                new Simulation.Frame(MIDNIGHT, Given.at("T04:00:00"), List.of(), Duration.ofSeconds(5), 4, false);
        assertThat(Simulation.play(standing(Given.hourly(), four), four).truncated())
                .isFalse();
        Simulation.Frame five =
                new Simulation.Frame(MIDNIGHT, Given.at("T05:00:00"), List.of(), Duration.ofSeconds(5), 4, false);
        Simulation.Played played = Simulation.play(standing(Given.hourly(), five), five);
        assertThat(played.truncated()).isTrue();
        assertThat(played.entries()).hasSize(4);
    }

    private static List<String> told(Given given, int hours, List<Simulation.Outage> outages) {
        return told(given, frame(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(hours)), outages, false));
    }

    private static List<String> told(Given given, Simulation.Frame frame) {
        return Simulation.play(standing(given, frame), frame).entries().stream()
                .map(entry -> "%s %s %s %s"
                        .formatted(clock(entry.slot()), entry.outcome(), clock(entry.startsAt()), entry.why()))
                .toList();
    }

    private static String clock(@org.jspecify.annotations.Nullable Instant instant) {
        return instant == null ? "-" : instant.toString().substring(11, 16);
    }

    private static Schedule standing(Given given, Simulation.Frame frame) {
        return Simulation.beginning(Given.ID, plan(given.when()), frame.from());
    }

    private static Simulation.Frame frame(
            Instant from, Instant to, List<Simulation.Outage> outages, boolean compressed) {
        return new Simulation.Frame(from, to, outages, Duration.ofSeconds(5), 1_000_000, compressed);
    }

    private static List<Simulation.Outage> outages(Random random, Instant from) {
        List<Simulation.Outage> outages = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Instant begin = from.plusSeconds(random.nextInt(400_000));
            outages.add(new Simulation.Outage(begin, begin.plusSeconds(1 + random.nextInt(100_000))));
        }
        return outages;
    }

    private static Plan plan(When when) {
        return new Plan("simulated", CommandJob.example(), when, FailurePolicy.STANDARD, true);
    }
}
