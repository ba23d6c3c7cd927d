package dev.rota.daemon.jobs.collect;

import dev.rota.job.MetricType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the Prometheus text format and OpenMetrics, as they are met in the wild: any white space, CRLF, a comma
/// after the last label, no `# EOF`, names in quotes. What cannot be understood ends the reading with its line: a
/// page of which one line was guessed is not a measurement.
final class Exposition {

    /// One number of the page.
    ///
    /// @param value empty for NaN and infinities, which say "nothing to say" here
    record Sample(
            String name,
            SortedMap<String, String> labels,
            Optional<BigDecimal> value,
            MetricType type,
            @Nullable String unit) {}

    /// A line that is not of the format.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private String text = "";
    private int at;
    private int number;

    private Exposition() {}

    static List<Sample> read(String page) throws Malformed {
        Exposition reader = new Exposition();
        for (String line : page.lines().toList()) {
            reader.number++;
            reader.text = line.strip();
            reader.at = 0;
            if (reader.text.equals("# EOF")) {
                break;
            }
            if (reader.text.startsWith("#")) {
                reader.comment();
            } else if (!reader.text.isEmpty()) {
                reader.sample();
            }
        }
        return reader.samples;
    }

    /// `# TYPE name type`, `# UNIT name unit`; everything else that begins with `#` is for people.
    private void comment() throws Malformed {
        String[] words = text.substring(1).strip().split("\\s+", 3);
        if (words.length == 3 && words[0].equals("TYPE")) {
            types.put(unquoted(words[1]), words[2].strip());
        } else if (words.length == 3 && words[0].equals("UNIT")) {
            units.put(unquoted(words[1]), words[2].strip());
        } else if (words.length > 0 && words[0].equals("TYPE")) {
            throw new Malformed(number, "a TYPE needs a name and a type");
        }
    }

    private static String unquoted(String name) {
        return name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    private void sample() throws Malformed {
        SortedMap<String, String> labels = new TreeMap<>();
        String name = peek() == '{' ? "" : word();
        skip();
        if (peek() == '{') {
            String inside = labels(labels);
            name = name.isEmpty() ? inside : name;
        }
        if (name.isEmpty()) {
            throw new Malformed(number, "a name is missing");
        }
        skip();
        String value = token();
        skip();
        time(text.substring(at), name);
        String family = family(name);
        samples.add(new Sample(name, labels, number(value, name), type(name, family), units.get(family)));
    }

    /// After the value may come a time, which is the server's and not used here, then in OpenMetrics an exemplar.
    private void time(String rest, String name) throws Malformed {
        if (!rest.matches("([+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?)?\\s*(#.*)?")) {
            throw new Malformed(number, "'" + cut(rest) + "' after the value of " + name + " is not a time");
        }
    }

    /// The labels in braces; gives back a name in quotes if there is one among them.
    private String labels(Map<String, String> labels) throws Malformed {
        String name = "";
        at++;
        for (skip(); peek() != '}'; skip()) {
            boolean quoted = peek() == '"';
            String label = quoted ? string() : word();
            skip();
            if (quoted && peek() != '=') {
                name = label;
            } else {
                expect('=', "after the label " + label);
                skip();
                if (labels.put(label, string()) != null) {
                    throw new Malformed(number, "the label " + label + " occurs twice");
                }
                skip();
            }
            if (peek() != '}') {
                expect(',', "between labels");
            }
        }
        at++;
        return name;
    }

    private String word() throws Malformed {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start) {
            throw new Malformed(number, "'" + cut(text.substring(start)) + "' is not a name");
        }
        return text.substring(start, at);
    }

    private static boolean isWord(char c, boolean first) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || c == ':'
                || (!first && c >= '0' && c <= '9');
    }

    private String string() throws Malformed {
        expect('"', "before a label's value");
        StringBuilder out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                switch (escaped) {
                    case 'n' -> out.append('\n');
                    case '\\', '"' -> out.append(escaped);
                    // Not an escape by the format; Windows paths are written so and mean themselves.
                    default -> out.append(c).append(escaped);
                }
            } else {
                out.append(c);
            }
        }
        expect('"', "after a label's value");
        return out.toString();
    }

    private String token() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char wanted, String where) throws Malformed {
        if (peek() != wanted) {
            throw new Malformed(number, "a " + wanted + " is missing " + where);
        }
        at++;
    }

    private Optional<BigDecimal> number(String value, String name) throws Malformed {
        if (value.matches("(?i)nan|[+-]?inf(inity)?")) {
            return Optional.empty();
        }
        try {
            new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new Malformed(number, "'" + cut(value) + "' is not a value for " + name);
        }
        return Numbers.of(value);
    }

    /// The name under which a sample's type stands: its own, or in families of several samples the one without the
    /// ending.
    private String family(String name) {
        if (types.containsKey(name)) {
            return name;
        }
        for (String ending : List.of("_total", "_created", "_bucket", "_count", "_sum", "_gcount", "_gsum", "_info")) {
            if (name.endsWith(ending) && types.containsKey(name.substring(0, name.length() - ending.length()))) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    private MetricType type(String name, String family) {
        boolean counts = switch (types.getOrDefault(family, "untyped")) {
            case "counter" -> !name.endsWith("_created");
            case "histogram" -> !name.endsWith("_created");
            case "summary" -> name.equals(family + "_count") || name.equals(family + "_sum");
            case "gauge", "gaugehistogram", "info", "stateset" -> false;
            // Untyped: the ending is the convention of both formats.
            default -> name.endsWith("_total");
        };
        return counts ? MetricType.COUNTER : MetricType.GAUGE;
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
