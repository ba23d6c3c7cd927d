package dev.rota.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One number taken from each row of a collected document.
public record Metric(
        @Field("The name of the series: letters, digits, underscores.")
        String name,

        @Field(
                value = "Where the number stands in the row: a JSONPath, the name of a column, or the name of a group"
                        + " of the regular expression. Left out: the metric's own name.",
                syntax = "place")
        @Nullable
        String value,

        @Field(
                value = "Labels of the series, each with the place of its value in the row (as for value), or '=text'"
                        + " for a fixed text.",
                fallback = "{}",
                syntax = "place")
        Map<String, String> labels,

        @Field(
                value = "A gauge is kept as it is; of a counter the rate per second is kept too.",
                fallback = "\"gauge\"")
        MetricType type,

        @Field("The unit, shown beside the chart: bytes, seconds, celsius.") @Nullable
        String unit,

        @Field(
                value = "What a counter that went down means: 'zero', it restarted from zero; 'drop', skip this rate.",
                fallback = "\"zero\"")
        OnReset onReset,

        @Field(
                value = "The width in bits at which the counter wraps: 32 or 64. A wrap is assumed only if the rate"
                        + " stays under max_rate.")
        @Nullable
        Integer wrap,

        @Field(value = "The highest believable rate per second; higher ones are dropped and counted.", min = 0)
        @Nullable
        Double maxRate,

        @Field(
                value = "What a missing or unreadable number means: 'fail' the run, or 'discard' this number.",
                fallback = "\"fail\"")
        OnError onError) {
    public Metric {
        labels = Map.copyOf(labels);
    }

    /// Where the number stands: what the user wrote, else the metric's own name.
    public String place() {
        return value == null ? name : value;
    }
}
