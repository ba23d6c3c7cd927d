package dev.rota.run;

import dev.rota.job.MetricType;
import dev.rota.job.OnReset;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Turns what was read into what is stored.
///
/// The rate of a counter is `(v2 - v1) / (t2 - t1)` of two consecutive stored samples, with the times at which the
/// answers were received. It is never guessed: a first sample, a reset, a gap or a step of the clock is marked, and
/// a value that would be false is left out (null), never written as 0.
public final class CounterRate {
    private CounterRate() {}

    /// The last stored value of a series.
    public record Last(BigDecimal raw, Instant at) {}

    /// What goes into a sample.
    ///
    /// @param value the level of a gauge or the rate per second of a counter; null: there is none
    /// @param flag  why there is none, or what is special about it; null: nothing
    public record Stored(@Nullable Double value, @Nullable String flag) {}

    /// @param usualGap the interval at which the schedule usually reads, or null when it has none; a longer
    ///     distance than five of them is marked as a gap
    public static Stored store(Measurement read, @Nullable Last last, @Nullable Duration usualGap) {
        if (read.type() == MetricType.GAUGE) {
            return new Stored(read.value().doubleValue(), null);
        }
        if (last == null) {
            return new Stored(null, "first_sample");
        }
        Duration elapsed = Duration.between(last.at(), read.at());
        if (!elapsed.isPositive()) {
            return new Stored(null, "clock");
        }
        boolean gap = usualGap != null && elapsed.compareTo(usualGap.multipliedBy(5)) > 0;
        return rate(read, last.raw(), elapsed, gap);
    }

    private static Stored rate(Measurement read, BigDecimal before, Duration elapsed, boolean gap) {
        double seconds = elapsed.toNanos() / 1e9;
        Measurement.CounterRule rule = read.rule();
        BigDecimal grown = read.value().subtract(before);
        if (grown.signum() >= 0) {
            return believable(grown.doubleValue() / seconds, rule, gap ? "gap" : null);
        }
        if (rule.wrap() != null && rule.maxRate() != null) {
            double wrapped = grown.add(BigDecimal.TWO.pow(rule.wrap())).doubleValue() / seconds;
            if (wrapped >= 0 && wrapped <= rule.maxRate()) {
                return new Stored(wrapped, "wrap");
            }
        }
        return rule.onReset() == OnReset.ZERO
                ? believable(read.value().doubleValue() / seconds, rule, "reset")
                : new Stored(null, "reset");
    }

    private static Stored believable(double rate, Measurement.CounterRule rule, @Nullable String flag) {
        return rule.maxRate() != null && rate > rule.maxRate() ? new Stored(null, "max_rate") : new Stored(rate, flag);
    }
}
