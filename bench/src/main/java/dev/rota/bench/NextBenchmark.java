package dev.rota.bench;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.rota.schedule.Every;
import dev.rota.schedule.Recurrence;
import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.quartz.CronExpression;

/// The next slot after the last, from a Saturday in November on, in Rome, over and over through the years; Rota,
/// cron-utils and Quartz are asked for the same slots. An expression begins anew where it has gone ten years ahead.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class NextBenchmark {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Instant BEGIN = Instant.parse("2026-11-21T12:34:56Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(3650));

    /// In the syntax of Quartz, which Rota and, by its own definition, cron-utils read as well.
    @Param({"0 * * * * ?", "0 0/15 6-22 ? * MON-FRI", "0 30 4 * * ?", "0 0 6 L * ?", "0 0 6 15W * ?", "0 0 6 ? * MON#1"
    })
    public String expression = "";

    private Recurrence rota = new Every(Duration.ofHours(1), BEGIN);
    private @Nullable ExecutionTime cronUtils;
    private @Nullable CronExpression quartz;
    private Instant at = BEGIN;
    private ZonedDateTime zoned = BEGIN.atZone(ROME);
    private Date date = Date.from(BEGIN);

    @Setup
    public void prepare() throws ParseException {
        rota = fits(Expressions.cron(expression));
        cronUtils = ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ)).parse(expression));
        quartz = new CronExpression(expression);
        quartz.setTimeZone(TimeZone.getTimeZone(ROME));
    }

    static <T extends Recurrence> Recurrence fits(Reading<T> reading) {
        return switch (reading) {
            case Reading.Fits<T>(T recurrence) -> recurrence.in(ROME);
            case Reading.Broken<T>(var problems) -> throw new IllegalArgumentException(problems.toString());
        };
    }

    @Benchmark
    public Instant rota() {
        Instant next = rota.nextAfter(at);
        at = next == null || next.isAfter(END) ? BEGIN : next;
        return at;
    }

    @Benchmark
    public ZonedDateTime cronUtils() {
        if (cronUtils == null) {
            throw new IllegalStateException();
        }
        ZonedDateTime next = cronUtils.nextExecution(zoned).orElseThrow();
        zoned = next.toInstant().isAfter(END) ? BEGIN.atZone(ROME) : next;
        return zoned;
    }

    @Benchmark
    public Date quartz() {
        if (quartz == null) {
            throw new IllegalStateException();
        }
        Date next = quartz.getNextValidTimeAfter(date);
        date = next.toInstant().isAfter(END) ? Date.from(BEGIN) : next;
        return date;
    }
}
