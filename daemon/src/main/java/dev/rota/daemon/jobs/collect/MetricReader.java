package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.job.Metric;
import dev.rota.job.OnError;
import dev.rota.run.FailureClass;
import dev.rota.run.Measurement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the metrics of each row, row first: a number and its labels always come from the same row.
record MetricReader(List<Metric> metrics) {

    /// @return how it went, in words
    /// @throws JobFailed class `empty` without rows; `parse` when a number is missing that must be there
    String read(Reading reading, RunContext context) throws JobFailed {
        if (reading.rows().isEmpty()) {
            throw new JobFailed(
                    FailureClass.EMPTY,
                    "No row was found in the answer of " + reading.from() + ".",
                    reading.excerpt(),
                    null);
        }
        Batch batch = new Batch(context);
        int number = 0;
        for (Row row : reading.rows()) {
            number++;
            for (Metric metric : metrics) {
                Optional<Measurement> measurement = read(metric, row, number, reading, batch);
                if (measurement.isPresent()) {
                    batch.add(measurement.get());
                }
            }
        }
        return batch.handOver();
    }

    private static Optional<Measurement> read(Metric metric, Row row, int number, Reading reading, Batch batch)
            throws JobFailed {
        Object found = row.at(metric.place());
        Optional<BigDecimal> value = Numbers.of(found);
        if (value.isEmpty()) {
            String what = found == null
                    ? "nothing at '" + metric.place() + "' (there is: " + row.describe() + ")"
                    : "'" + shortened(found) + "' at '" + metric.place() + "', which is not a number";
            missing(metric, what, number, reading, batch);
            return Optional.empty();
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, String> label : metric.labels().entrySet()) {
            String text = label(label.getValue(), row);
            if (text == null) {
                missing(
                        metric,
                        "nothing for the label " + label.getKey() + " at '" + label.getValue() + "' (there is: "
                                + row.describe() + ")",
                        number,
                        reading,
                        batch);
                return Optional.empty();
            }
            labels.put(label.getKey(), text);
        }
        return Optional.of(new Measurement(
                metric.name(), labels, metric.type(), metric.unit(), value.get(), reading.receivedAt(), rule(metric)));
    }

    static Measurement.CounterRule rule(Metric metric) {
        return new Measurement.CounterRule(metric.onReset(), metric.wrap(), metric.maxRate());
    }

    /// The text of a label; an empty text is as good as none, as it is for Prometheus, but keeps the row.
    private static @Nullable String label(String place, Row row) throws JobFailed {
        if (place.startsWith("=")) {
            return place.substring(1);
        }
        Object found = row.at(place);
        return found == null ? null : shortened(found);
    }

    private static void missing(Metric metric, String what, int number, Reading reading, Batch batch) throws JobFailed {
        String sentence = "Metric " + metric.name() + ", row " + number + " of " + reading.from() + ": " + what + ".";
        switch (metric.onError()) {
            case OnError.FAIL ->
                throw new JobFailed(
                        FailureClass.PARSE,
                        sentence + " If that may be so, set on_error to discard.",
                        reading.excerpt(),
                        null);
            case OnError.DISCARD -> batch.drop(sentence);
        }
    }

    /// A number in its digits; one that would fill the memory in digits (1e999999999) as it was written.
    private static String shortened(Object value) {
        String text = value instanceof BigDecimal number && Math.abs((long) number.scale()) <= 1100
                ? number.toPlainString()
                : value.toString();
        return text.length() <= 200 ? text : text.substring(0, 200);
    }
}
