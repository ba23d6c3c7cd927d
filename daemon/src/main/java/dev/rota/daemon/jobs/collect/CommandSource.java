package dev.rota.daemon.jobs.collect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Answer;
import dev.rota.daemon.jobs.process.Command;
import dev.rota.daemon.jobs.process.Ended;
import dev.rota.daemon.jobs.process.ProcessRunner;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The output of a program.
record CommandSource(ProcessRunner processes) {
    private static final int LARGEST = 10 * 1024 * 1024;

    Reading read(Source.Command source, @Nullable String rows, RunContext context)
            throws JobFailed, InterruptedException {
        Ended ended = processes.run(new Command(source.argv(), null, Map.of(), LARGEST, false), context);
        String from = source.argv().getFirst();
        if (ended.exitCode() != 0) {
            throw new JobFailed(
                    FailureClass.EXIT_CODE, from + " ended with " + ended.how() + ".", ended.lastLines(), null);
        }
        if (ended.output().missing() > 0) {
            throw new JobFailed(FailureClass.TOO_LARGE, from + " wrote more than " + LARGEST + " bytes.");
        }
        String text = ended.output().text();
        String excerpt = Answer.excerpt(text);
        return new Reading(from, rows(source, text, rows, excerpt, context), ended.at(), excerpt);
    }

    private static List<Row> rows(
            Source.Command source, String text, @Nullable String rows, String excerpt, RunContext context)
            throws JobFailed {
        String from = source.argv().getFirst();
        return switch (source.format()) {
            case JSON -> JsonRows.read(text, rows, from, excerpt);
            case CSV -> csv(text, from, excerpt);
            case KEYVALUE -> keyValue(text, context);
            case REGEX -> regex(text, source.pattern());
        };
    }

    /// The first line names the columns. A line that is too short or too long is an error: its columns cannot be
    /// trusted.
    static List<Row> csv(String text, String from, String excerpt) throws JobFailed {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(text)) {
            for (NamedCsvRecord line : reader) {
                if (line.getFieldCount() != line.getHeader().size()) {
                    throw new IllegalArgumentException(
                            "line " + line.getStartingLineNumber() + " has " + line.getFieldCount() + " fields, but "
                                    + line.getHeader().size() + " columns are named");
                }
                rows.add(new Row.Columns(new LinkedHashMap<>(line.getFieldsAsMap())));
            }
        } catch (CsvParseException | IllegalArgumentException | IllegalStateException | IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new JobFailed(
                    FailureClass.PARSE,
                    "The output of " + from + " is not proper CSV: " + cause.getMessage() + ".",
                    excerpt,
                    e);
        }
        return rows;
    }

    /// One row of `name=value` lines; empty lines and comments are skipped, other lines said aloud.
    static List<Row> keyValue(String text, RunContext context) {
        Map<String, Object> values = new TreeMap<>();
        int strange = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                values.put(line.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
            } else if (!line.isEmpty() && !line.startsWith("#") && strange++ == 0) {
                context.log().warn("A line of the output is not name=value and is skipped: " + Answer.excerpt(line));
            }
        }
        return values.isEmpty() ? List.of() : List.of(new Row.Columns(values));
    }

    /// Each line that matches is a row; its named groups are the columns.
    static List<Row> regex(String text, @Nullable String written) throws JobFailed {
        if (written == null) {
            throw new JobFailed(
                    FailureClass.CONFIG,
                    "The format regex needs a pattern with named groups, such as (?P<load>[0-9.]+).");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(written);
        } catch (PatternSyntaxException e) {
            throw new JobFailed(
                    FailureClass.CONFIG, "The pattern cannot be read: " + e.getDescription() + ".", null, e);
        }
        if (pattern.namedGroups().isEmpty()) {
            throw new JobFailed(FailureClass.CONFIG, "The pattern has no named group, such as (?P<load>[0-9.]+).");
        }
        List<Row> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                Map<String, @Nullable Object> columns = new TreeMap<>();
                pattern.namedGroups().forEach((name, group) -> columns.put(name, matcher.group(group)));
                rows.add(new Row.Columns(columns));
            }
        }
        return rows;
    }
}
