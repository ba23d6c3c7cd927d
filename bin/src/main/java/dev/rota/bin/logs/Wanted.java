package dev.rota.bin.logs;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Which lines of a process's log somebody wants. Lines are text (`2027-01-01T00:00:00.000Z INFO  Who: what`) or
/// JSON objects with `at` and `level`; one that is neither belongs to the line before it.
public final class Wanted {
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final java.util.regex.Pattern TEXT =
            java.util.regex.Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\S+)\\s+(TRACE|DEBUG|INFO|WARN|ERROR)\\s.*");
    private static final java.util.regex.Pattern AT = java.util.regex.Pattern.compile("\"at\":\"([^\"]+)\"");
    private static final java.util.regex.Pattern LEVEL = java.util.regex.Pattern.compile("\"level\":\"([^\"]+)\"");

    private final int least;
    private final @Nullable Pattern grep;
    private final @Nullable Instant since;
    private final @Nullable String schedule;
    private final @Nullable String run;
    private boolean before = true;

    private Wanted(
            int least,
            @Nullable Pattern grep,
            @Nullable Instant since,
            @Nullable String schedule,
            @Nullable String run) {
        this.least = least;
        this.grep = grep;
        this.since = since;
        this.schedule = schedule;
        this.run = run;
    }

    /// Null: whatever it is.
    ///
    /// @param level    the least grave, in capitals
    /// @param schedule as the line names it (`schedule=…`)
    /// @param run      the beginning of what the line names (`run=…`)
    /// @throws CommandFailed when the pattern cannot be read
    public static Wanted of(
            @Nullable String level,
            @Nullable String grep,
            @Nullable Instant since,
            @Nullable String schedule,
            @Nullable String run) {
        try {
            return new Wanted(
                    level == null ? 0 : LEVELS.indexOf(level),
                    grep == null ? null : Pattern.compile(grep),
                    since,
                    schedule,
                    run);
        } catch (PatternSyntaxException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--grep is no regular expression (RE2): " + e.getDescription() + ".", e);
        }
    }

    @Nullable
    Instant since() {
        return since;
    }

    boolean fits(String line) {
        String level = "";
        String at = "";
        Matcher text = TEXT.matcher(line);
        if (text.matches()) {
            at = text.group(1);
            level = text.group(2);
        } else if (line.startsWith("{")) {
            at = found(AT, line);
            level = found(LEVEL, line).toUpperCase(java.util.Locale.ROOT);
        }
        if (!level.isEmpty()) {
            before = LEVELS.indexOf(level) >= least && !isOlder(at);
        }
        return before
                && (grep == null || grep.matcher(line).find())
                && (schedule == null || names(line, "schedule", schedule, false))
                && (run == null || names(line, "run", run, true));
    }

    private boolean isOlder(String at) {
        try {
            return since != null && Instant.parse(at).isBefore(since);
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    /// As text `schedule=7` or `schedule="a b"`, as JSON `"schedule":"7"`.
    private static boolean names(String line, String field, String value, boolean beginning) {
        for (String begin : List.of(field + "=", field + "=\"", "\"" + field + "\":\"", "\"" + field + "\":")) {
            for (int at = line.indexOf(begin + value); at >= 0; at = line.indexOf(begin + value, at + 1)) {
                int end = at + begin.length() + value.length();
                if (beginning || end == line.length() || " \",}|".indexOf(line.charAt(end)) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String found(java.util.regex.Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }
}
