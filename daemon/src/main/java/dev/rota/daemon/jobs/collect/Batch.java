package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.run.FailureClass;
import dev.rota.run.Measurement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/// The numbers of one run, one a series, handed over only when the whole answer was read.
final class Batch {
    static final int MOST = 50_000;

    /// PostgreSQL refuses index entries of more than 2,704 bytes, and with them the whole run's result.
    private static final int LONGEST = 2_400;

    private record Key(String name, SortedMap<String, String> labels) {}

    private final Map<Key, Measurement> measurements = new LinkedHashMap<>();
    private final RunContext context;
    private int dropped;
    private int doubled;

    Batch(RunContext context) {
        this.context = context;
    }

    void add(Measurement measurement) throws JobFailed {
        if (length(measurement) > LONGEST) {
            drop("A number is left out: the name and the labels of its series are together longer than " + LONGEST
                    + " bytes.");
            return;
        }
        Key key = new Key(measurement.name(), measurement.labels());
        if (measurements.putIfAbsent(key, measurement) != null) {
            if (doubled++ == 0) {
                context.log()
                        .warn("Two numbers are for the same series " + key.name + key.labels
                                + "; the first is kept. Add a label that tells the rows apart.");
            }
        }
        if (measurements.size() > MOST) {
            throw new JobFailed(
                    FailureClass.TOO_LARGE,
                    "More than " + MOST + " numbers in one answer. Choose fewer metrics or rows.");
        }
    }

    /// The bytes that the index of the series has to hold, roughly.
    private static int length(Measurement measurement) {
        int length = measurement.name().getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, String> label : measurement.labels().entrySet()) {
            length += 8
                    + label.getKey().getBytes(StandardCharsets.UTF_8).length
                    + label.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return length;
    }

    /// A number is left out, on purpose.
    void drop(String sentence) {
        if (dropped++ < 20) {
            context.log().warn(sentence);
        }
    }

    /// Gives everything to the run.
    ///
    /// @return what was kept, in words
    String handOver() {
        measurements.values().forEach(context::measured);
        return measurements.size()
                + (measurements.size() == 1 ? " sample" : " samples")
                + (dropped == 0 ? "" : ", " + dropped + " discarded")
                + (doubled == 0 ? "" : ", " + doubled + " doubled");
    }

    boolean isEmpty() {
        return measurements.isEmpty();
    }
}
