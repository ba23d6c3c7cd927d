package dev.rota.schedule;

import static dev.rota.schedule.Expression.cron;
import static dev.rota.schedule.Given.at;
import static dev.rota.schedule.Given.every;
import static dev.rota.schedule.Given.hourly;
import static dev.rota.schedule.Given.hours;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each finding with a plan that has it, and with one that misses it by a little.
class LintTest {
    private static final String ROME = "Europe/Rome";

    /// A plan that is played for a time and the findings it has, each as `code/severity`.
    private record Case(String name, Given given, Instant from, Duration length, Duration run, List<String> expected) {
        Case from(String begin, String days) {
            return new Case(name, given, at(begin), Duration.parse(days), run, expected);
        }

        Case runsTake(String time) {
            return new Case(name, given, from, length, Duration.parse(time), expected);
        }

        List<String> found() {
            Simulation.Frame frame = new Simulation.Frame(from, from.plus(length), List.of(), run, 1000, false);
            Schedule schedule = Simulation.beginning(Given.ID, given.schedule().plan(), from);
            return Lint.of(schedule, frame, Simulation.play(schedule, frame)).stream()
                    .map(finding -> finding.code() + "/" + finding.severity().word())
                    .toList();
        }
    }

    /// Played for the day from [Given#MIDNIGHT] on with runs of five seconds.
    private static Case of(String name, Given given, String... expected) {
        return new Case(name, given, Given.MIDNIGHT, Duration.ofDays(1), Duration.ofSeconds(5), List.of(expected));
    }

    private static Case cronIn(String zone, String expression, String... expected) {
        return of(expression + " in " + zone, hourly().in(zone).recurring(cron(expression, zone)), expected);
    }

    @TestFactory
    Stream<DynamicTest> whatIsFound() {
        return Stream.of(slots(), outcomes(), windows(), clocks())
                .flatMap(List::stream)
                .map(one -> DynamicTest.dynamicTest(
                        one.name(), () -> assertThat(one.found()).as(one.name()).isEqualTo(one.expected())));
    }

    private static Given once(String time) {
        return hourly().recurring(new Once(at(time)));
    }

    private static List<Case> slots() {
        return List.of(
                of("nothing odd", hourly()),
                of("paused", hourly().paused(), "paused/info"),
                of("manual", hourly().recurring(new Manual()), "manual/info"),
                of("manual and paused", hourly().recurring(new Manual()).paused(), "paused/info", "manual/info"),
                of("one slot that passed a moment ago", once("2026-11-21T23:59:59Z"), "never_fires/error"),
                of("one slot at the beginning", once("T00:00")),
                of("one slot at the end, which is not in it", once("2026-11-23T00:00:00Z"), "no_slot/info"),
                of("one slot just before the end", once("T23:59:59.999999")));
    }

    private static Given blackoutUntil(String time) {
        LocalDateTime midnight = LocalDateTime.parse("2026-11-22T00:00");
        Calendar.Times times = new Calendar.Times(midnight, LocalDateTime.parse(time));
        return hourly().blackout(new Calendar("upkeep", List.of(new Calendar.Entry(times, null))));
    }

    private static List<Case> outcomes() {
        Calendar.Day sunday = new Calendar.Day(LocalDate.parse("2026-11-22"));
        return List.of(
                of(
                        "a blackout of the whole day",
                        hourly().blackout(new Calendar("holidays", List.of(new Calendar.Entry(sunday, null)))),
                        "all_skipped/error"),
                of("a blackout just beyond the last slot", blackoutUntil("2026-11-22T23:00:01"), "all_skipped/error"),
                of("a blackout until the last slot", blackoutUntil("2026-11-22T23:00")),
                of("runs a moment longer than the time between slots", hourly(), "overlap/warning")
                        .runsTake("PT1H0.000001S"),
                of("runs a moment shorter than the time between slots", hourly())
                        .runsTake("PT59M59.999999S"));
    }

    /// Open from eight to nine, where a slot always is, and from one minute of the day until another.
    private static Given andOpen(int from, int until, OutsideWindow outside) {
        return hourly().open(
                        new ActiveHours(
                                List.of(ActiveHours.Window.daily(480, 540), ActiveHours.Window.daily(from, until))),
                        outside);
    }

    private static List<Case> windows() {
        return List.of(
                of("no slot from 09:30 to 10:00", andOpen(570, 600, OutsideWindow.SKIP), "window_without_slot/warning"),
                of("a slot at the last minute", andOpen(570, 601, OutsideWindow.SKIP)),
                of("no slot from 10:01 to 10:59", andOpen(601, 659, OutsideWindow.SKIP), "window_without_slot/warning"),
                of("a slot at the first minute", andOpen(600, 659, OutsideWindow.SKIP)),
                of(
                        "no slot, but a run at the opening",
                        andOpen(601, 659, OutsideWindow.AT_OPEN),
                        "window_without_slot/info"),
                of(
                        "the only slot lies at the end of the only window",
                        hourly().recurring(cron("0 12 * * *", "Etc/UTC")).open(hours(8, 12), OutsideWindow.SKIP),
                        "all_skipped/error",
                        "window_without_slot/warning"),
                of(
                        "the only slot lies at the beginning of the only window",
                        hourly().recurring(cron("0 12 * * *", "Etc/UTC")).open(hours(12, 13), OutsideWindow.SKIP)));
    }

    private static List<Case> clocks() {
        String spring = "2027-03-20T00:00:00Z";
        String autumn = "2026-10-20T00:00:00Z";
        return List.of(
                cronIn(ROME, "0 2 * 3 *", "clock_gap/info").from(spring, "P9D"),
                cronIn(ROME, "59 2 * 3 *", "clock_gap/info").from(spring, "P9D"),
                cronIn(ROME, "59 1 * 3 *").from(spring, "P9D"),
                cronIn(ROME, "0 3 * 3 *").from(spring, "P9D"),
                cronIn("Etc/UTC", "30 2 * 3 *").from(spring, "P9D"),
                cronIn(ROME, "0 2 * 10 *", "clock_overlap/info").from(autumn, "P9D"),
                cronIn(ROME, "59 2 * 10 *", "clock_overlap/info").from(autumn, "P9D"),
                cronIn(ROME, "59 1 * 10 *").from(autumn, "P9D"),
                cronIn(ROME, "0 3 * 10 *").from(autumn, "P9D"),
                cronIn(ROME, "30 2 * * *", "clock_gap/info", "clock_overlap/info"),
                of("every day in Rome", every("P1D").in(ROME), "clock_drift/info"),
                of("every two days in Rome", every("P2D").in(ROME), "clock_drift/info"),
                of("every 23 hours in Rome", every("PT23H").in(ROME)),
                of("every day in a zone without a change", every("P1D").in("Asia/Tokyo")),
                of(
                        "a day after each run in Rome",
                        every("P1D").in(ROME).recurring(new AfterCompletion(Duration.ofDays(1)))));
    }
}
