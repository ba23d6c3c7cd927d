package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Answer;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.daemon.jobs.http.Fetcher;
import dev.rota.daemon.jobs.http.Request;
import dev.rota.daemon.jobs.http.TargetBusy;
import dev.rota.job.Metric;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import dev.rota.run.Measurement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A page of metrics: names, labels and types come with it. Metrics named in the job choose among them and may
/// rename them, add fixed labels, a unit and the rules of a counter.
record OpenmetricsSource(Fetcher fetcher) {
    private static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.8,*/*;q=0.1";

    /// @return how it went, in words
    String read(Source.Openmetrics source, List<Metric> metrics, RunContext context)
            throws JobFailed, TargetBusy, InterruptedException {
        Request request = Request.of(source.url(), "GET", Map.of("Accept", ACCEPT), null, source.auth(), context);
        Answer answer = fetcher.fetch(request, Egress.Profile.COLLECT, context);
        String text = answer.text(context);
        List<Exposition.Sample> samples;
        try {
            samples = Exposition.read(text);
        } catch (Exposition.Malformed e) {
            throw new JobFailed(
                    FailureClass.PARSE,
                    answer.target().shown() + " did not answer with a page of metrics: " + e.getMessage() + ".",
                    Answer.excerpt(text),
                    e);
        }
        Filter filter = new Filter(source.include().stream().map(Glob::new).toList(), globs(source.labels()), metrics);
        Batch batch = new Batch(context);
        int unusable = 0;
        for (Exposition.Sample sample : samples) {
            if (filter.keeps(sample)) {
                if (sample.value().isPresent()) {
                    batch.add(measurement(sample, filter.metric(sample), answer));
                } else {
                    unusable++;
                }
            }
        }
        if (unusable > 0) {
            context.log().info(unusable + " samples are NaN or infinite and left out.");
        }
        if (batch.isEmpty()) {
            throw new JobFailed(
                    FailureClass.EMPTY,
                    "None of the " + samples.size() + " samples of "
                            + answer.target().shown() + " is kept. Check include and labels.",
                    Answer.excerpt(text),
                    null);
        }
        return batch.handOver();
    }

    private static Map<String, Glob> globs(Map<String, String> labels) {
        Map<String, Glob> globs = new TreeMap<>();
        labels.forEach((name, pattern) -> globs.put(name, new Glob(pattern)));
        return globs;
    }

    private static Measurement measurement(Exposition.Sample sample, @Nullable Metric metric, Answer answer) {
        if (metric == null) {
            return new Measurement(
                    sample.name(),
                    sample.labels(),
                    sample.type(),
                    sample.unit(),
                    sample.value().orElseThrow(),
                    answer.receivedAt(),
                    Measurement.CounterRule.PLAIN);
        }
        SortedMap<String, String> labels = new TreeMap<>(sample.labels());
        metric.labels().forEach((name, place) -> {
            if (place.startsWith("=")) {
                labels.put(name, place.substring(1));
            }
        });
        return new Measurement(
                metric.name(),
                labels,
                sample.type(),
                metric.unit() == null ? sample.unit() : metric.unit(),
                sample.value().orElseThrow(),
                answer.receivedAt(),
                MetricReader.rule(metric));
    }

    private record Filter(List<Glob> names, Map<String, Glob> labels, List<Metric> metrics) {
        boolean keeps(Exposition.Sample sample) {
            return (names.isEmpty() || names.stream().anyMatch(glob -> glob.matches(sample.name())))
                    && (metrics.isEmpty() || metric(sample) != null)
                    && labels.entrySet().stream().allMatch(label -> {
                        String value = sample.labels().get(label.getKey());
                        return value != null && label.getValue().matches(value);
                    });
        }

        @Nullable
        Metric metric(Exposition.Sample sample) {
            return metrics.stream()
                    .filter(m -> m.place().equals(sample.name()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
