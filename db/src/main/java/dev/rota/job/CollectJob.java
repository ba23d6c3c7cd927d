package dev.rota.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads numbers from a source and keeps them as samples of series.
@Field("Reads numbers from a source (an HTTP API, a metrics page, a database, a command) and keeps them as time"
        + " series.")
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

        @Field(
                value = "How long one run may take (ISO 8601, such as PT30S); left out: 30 seconds.",
                min = 1,
                max = 86_400)
        @Nullable
        Duration timeout)
        implements JobSpec {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}_:.-]{1,200}");

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
        List<Problem> problems = new ArrayList<>();
        if (metrics.isEmpty() && !(source instanceof Source.Openmetrics)) {
            problems.add(new Problem("/metrics", "required", "Name at least one metric to keep."));
        }
        for (int i = 0; i < metrics.size(); i++) {
            if (!NAME.matcher(metrics.get(i).name()).matches()) {
                problems.add(new Problem(
                        "/metrics/" + i + "/name",
                        "name",
                        "A series is named by letters, digits, '_', ':', '.' and '-', at most 200 of them."));
            }
        }
        source.problems().forEach(problem -> problems.add(problem.under("/source")));
        return problems;
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
