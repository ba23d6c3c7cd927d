package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.CommandJob;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationSpeedTest {
    private static final Instant FROM = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void a_year_of_minutes_inside_a_window_and_beside_holidays_takes_seconds() {
        When when = new When(
                Expression.cron("* * * * *", "Europe/Rome"),
                ZoneId.of("Europe/Rome"),
                new ActiveHours(List.of(ActiveHours.Window.daily(360, 1320))),
                List.of(new Calendar(
                        "holidays", List.of(new Calendar.Entry(new Calendar.EveryYear(MonthDay.of(8, 15)), null)))),
                OutsideWindow.SKIP,
                WindowClose.FINISH,
                MissedPolicy.LAST,
                Duration.ofMinutes(1),
                Duration.ZERO);
        Plan plan = new Plan("minutely", CommandJob.example(), when, FailurePolicy.STANDARD, true);
        Simulation.Frame year = new Simulation.Frame(
                FROM, FROM.plus(Duration.ofDays(365)), List.of(), Duration.ofSeconds(5), 1_000_000, true);
        long begun = System.nanoTime();
        Simulation.Played played = Simulation.play(Simulation.beginning(7, plan, FROM), year);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(played.entries().stream()
                        .filter(entry -> entry.skipped() == null)
                        .count())
                .isEqualTo(364 * 960);
        // Without what is remembered it was a minute on a busy machine; this is no measurement.
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }
}
