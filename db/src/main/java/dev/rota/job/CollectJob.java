package dev.rota.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads numbers from a source and keeps them as samples of series.
@Field(
        "Reads numbers from a source (an HTTP API, a metrics page, a database, a command) and keeps them as time series.")
public record CollectJob(
        @Field("Where the numbers come from.") Source source,

        @Field(
                value = "Selects the rows that the metrics are read from, relative to the whole document; left out: the"
                        + " document itself is the one row. JSONPath for JSON; not used with openmetrics and sql.",
                syntax = "jsonpath")
        @Nullable
        String rows,

        @Field(value = "The numbers to keep from each row. Not needed for openmetrics.", fallback = "[]")
        List<Metric> metrics,

        @Field(value = "How long one run may take (ISO 8601, such as PT30S); left out: 30 seconds.") @Nullable
        Duration timeout)
        implements JobSpec {

    public CollectJob {
        metrics = List.copyOf(metrics);
    }

    @Override
    public Lane lane() {
        return source instanceof Source.Command ? Lane.COMMAND : Lane.GENERAL;
    }

    @Override
    public Duration defaultTimeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<Problem> problems() {
        return metrics.isEmpty() && !(source instanceof Source.Openmetrics)
                ? List.of(new Problem("/metrics", "required", "Name at least one metric to keep."))
                : List.of();
    }

    public static CollectJob example() {
        return new CollectJob(
                new Source.Http("https://router.example/api/interfaces", "GET", Map.of(), null, null),
                "$.interfaces[*]",
                List.of(new Metric(
                        "if_in_bytes",
                        "$.rx_bytes",
                        Map.of("ifname", "$.name"),
                        MetricType.COUNTER,
                        "bytes",
                        OnReset.ZERO,
                        null,
                        null,
                        OnError.FAIL)),
                null);
    }
}
