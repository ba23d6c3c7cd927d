package dev.rota.run;

import dev.rota.job.MetricType;
import dev.rota.job.OnReset;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One number a job read, before it becomes a sample of a series.
///
/// @param name   the series' name
/// @param labels the series' labels, by name; with the name they identify the series within its schedule
/// @param value  what was read: the level of a gauge, the raw count of a counter (up to unsigned 64 bits, exactly)
/// @param at     when the answer that holds it was received
public record Measurement(
        String name,
        SortedMap<String, String> labels,
        MetricType type,
        @Nullable String unit,
        BigDecimal value,
        Instant at,
        CounterRule rule) {
    public Measurement {
        name = StorableText.of(name);
        SortedMap<String, String> kept = new TreeMap<>();
        labels.forEach((label, text) -> kept.put(StorableText.of(label), StorableText.of(text)));
        labels = Collections.unmodifiableSortedMap(kept);
    }

    /// How a counter becomes a rate; gauges carry [#PLAIN].
    ///
    /// @param wrap    32 or 64: the width at which the counter wraps, or null
    /// @param maxRate the highest believable rate per second, or null
    public record CounterRule(
            OnReset onReset,
            @Nullable Integer wrap,
            @Nullable Double maxRate) {
        public static final CounterRule PLAIN = new CounterRule(OnReset.ZERO, null, null);
    }
}
