package dev.rota.bench;

import dev.rota.job.CommandJob;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Next;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Recurrence;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Simulation;
import dev.rota.schedule.Upcoming;
import dev.rota.schedule.When;
import dev.rota.syntax.Expressions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The other forms of recurrence, a schedule with windows, what is decided in each of its states, and a year of it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ScheduleBenchmark {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant BEGIN = Instant.parse("2026-11-23T09:00:00Z");

    private final Recurrence every = new Every(Duration.ofMinutes(7), Instant.EPOCH);
    private final Recurrence calendar = NextBenchmark.fits(Expressions.calendar("Mon..Fri 06..22:00/15"));
    private final Schedule minutely = schedule(When.of(NextBenchmark.fits(Expressions.cron("* * * * *")), ROME));
    private final Schedule windowed = schedule(When.of(new Every(Duration.ofMinutes(7), Instant.EPOCH), ROME)
            .withActiveHours(new ActiveHours(List.of(ActiveHours.Window.daily(6 * 60, 22 * 60)))));
    private Instant at = BEGIN;

    private static Schedule schedule(When when) {
        Schedule fresh = new Schedule(
                7, 1, new Plan("bench", CommandJob.example(), when, FailurePolicy.STANDARD, true), Progress.NEW);
        Next first = fresh.first(BEGIN);
        return new Schedule(7, 1, fresh.plan(), fresh.progress().at(first));
    }

    @Benchmark
    public @Nullable Instant nextEvery() {
        return at = every.nextAfter(at);
    }

    @Benchmark
    public @Nullable Instant nextCalendar() {
        return at = calendar.nextAfter(at);
    }

    @Benchmark
    public @Nullable Next nextWithWindows() {
        return windowed.nextAfter(BEGIN);
    }

    @Benchmark
    public List<Upcoming> tenUpcomingWithWindows() {
        return windowed.upcoming(BEGIN, 10);
    }

    @Benchmark
    public Decision decideNotDue() {
        return minutely.decide(BEGIN.minusSeconds(1));
    }

    @Benchmark
    public Decision decideDue() {
        return minutely.decide(BEGIN);
    }

    @Benchmark
    public Decision decideDueWithWindows() {
        return windowed.decide(BEGIN.plusSeconds(600));
    }

    @Benchmark
    public Decision decideLateByADay() {
        return minutely.decide(BEGIN.plus(Duration.ofDays(1)));
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 3, time = 1)
    public Simulation.Played simulateAYearOfMinutes() {
        Instant until = BEGIN.plus(Duration.ofDays(365));
        return Simulation.play(
                minutely, new Simulation.Frame(BEGIN, until, List.of(), Duration.ofSeconds(5), 1_000_000, true));
    }
}
