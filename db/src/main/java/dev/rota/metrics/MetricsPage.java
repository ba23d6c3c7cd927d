package dev.rota.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/// Writes the Prometheus text format, version 0.0.4. A family is opened once, then takes its samples.
public final class MetricsPage {
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);
    private String family = "";

    public MetricsPage gauge(String name, String help) {
        return open(name, "gauge", help);
    }

    /// @param name ends in `_total`
    public MetricsPage counter(String name, String help) {
        return open(name, "counter", help);
    }

    public MetricsPage sample(double value) {
        return sample(Map.of(), value);
    }

    public MetricsPage sample(long value) {
        return sample(Map.of(), value);
    }

    public MetricsPage sample(Map<String, String> labels, long value) {
        return sample(labels, (double) value);
    }

    /// @param labels in the order in which they are to be written
    public MetricsPage sample(Map<String, String> labels, double value) {
        text.append(family);
        if (!labels.isEmpty()) {
            String before = "{";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                text.append(before)
                        .append(label.getKey())
                        .append("=\"")
                        .append(escaped(label.getValue()).replace("\"", "\\\""))
                        .append('"');
                before = ",";
            }
            text.append('}');
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    /// @param name ends in a unit, such as `_seconds`; its samples are [#buckets]
    public MetricsPage histogram(String name, String help) {
        return open(name, "histogram", help);
    }

    /// One histogram of the family that was opened last.
    public MetricsPage buckets(Map<String, String> labels, Histogram.Counts counts) {
        String name = family;
        family = name + "_bucket";
        Map<String, String> bucket = new LinkedHashMap<>(labels);
        for (int i = 0; i < counts.atMost().length; i++) {
            bucket.put("le", i < counts.bounds().length ? number(counts.bounds()[i]) : "+Inf");
            sample(bucket, counts.atMost()[i]);
        }
        family = name + "_sum";
        sample(labels, counts.sum());
        family = name + "_count";
        sample(labels, counts.atMost()[counts.atMost().length - 1]);
        family = name;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private MetricsPage open(String name, String type, String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
