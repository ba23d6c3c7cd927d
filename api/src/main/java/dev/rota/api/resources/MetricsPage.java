package dev.rota.api.resources;

import java.util.Map;

/// Writes the Prometheus text format, version 0.0.4. A family is opened once, then takes its samples.
final class MetricsPage {
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);
    private String family = "";

    MetricsPage gauge(String name, String help) {
        return open(name, "gauge", help);
    }

    /// @param name ends in `_total`
    MetricsPage counter(String name, String help) {
        return open(name, "counter", help);
    }

    MetricsPage sample(double value) {
        return sample(Map.of(), value);
    }

    MetricsPage sample(long value) {
        return sample(Map.of(), value);
    }

    MetricsPage sample(Map<String, String> labels, long value) {
        return sample(labels, (double) value);
    }

    /// @param labels in the order in which they are to be written
    MetricsPage sample(Map<String, String> labels, double value) {
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
