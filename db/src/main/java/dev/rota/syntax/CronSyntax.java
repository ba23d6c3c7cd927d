package dev.rota.syntax;

import dev.rota.job.Problem;
import dev.rota.schedule.Cron;
import dev.rota.schedule.Dates;
import dev.rota.schedule.LocalRecurrence;
import dev.rota.schedule.LocalTimes;
import dev.rota.schedule.TimesOfDay;
import dev.rota.schedule.Years;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a cron expression. cron-utils parses the fields, [CronField] turns them into sets.
final class CronSyntax {
    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final int LONGEST = 500;

    private final String text;
    private final List<Problem> problems = new ArrayList<>();

    private CronSyntax(String text) {
        this.text = text;
    }

    static Reading<LocalRecurrence> read(String text) {
        CronSyntax syntax = new CronSyntax(text);
        @Nullable LocalRecurrence cron = syntax.read();
        return cron == null ? new Reading.Broken<>(syntax.problems) : new Reading.Fits<>(cron);
    }

    private @Nullable LocalRecurrence read() {
        if (text.length() > LONGEST) {
            return refuse("cron", "A cron expression has at most " + LONGEST + " characters.");
        }
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.startsWith("@")) {
            return nickname(trimmed);
        }
        List<MatchResult> fields = WORD.matcher(text).results().toList();
        if (fields.size() < 5 || fields.size() > 6) {
            return refuse(
                    "cron",
                    "A cron expression has five fields (minute, hour, day of month, month, weekday), or six with the"
                            + " second in front; this one has " + fields.size() + ".");
        }
        return fields(fields);
    }

    private @Nullable LocalRecurrence nickname(String word) {
        String expression = NICKNAMES.get(word);
        if (word.equals("@reboot")) {
            return refuse("cron", "@reboot is no time; a daemon that starts makes up for what was missed by itself.");
        }
        if (expression == null) {
            String meant = Nearest.to(word, NICKNAMES.keySet())
                    .map(name -> "did you mean " + name + "?")
                    .orElse("there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually.");
            return refuse("cron", "'" + text.strip() + "' is no nickname; " + meant);
        }
        return fields(WORD.matcher(expression).results().toList());
    }

    private @Nullable LocalRecurrence fields(List<MatchResult> words) {
        int first = words.size() - 5;
        CronField second = first == 0 ? CronField.ZERO_SECOND : field(CronField.Kind.SECOND, words.getFirst());
        CronField minute = field(CronField.Kind.MINUTE, words.get(first));
        CronField hour = field(CronField.Kind.HOUR, words.get(first + 1));
        CronField day = field(CronField.Kind.DAY, words.get(first + 2));
        CronField month = field(CronField.Kind.MONTH, words.get(first + 3));
        CronField weekday = field(CronField.Kind.WEEKDAY, words.get(first + 4));
        if (!problems.isEmpty()) {
            return null;
        }
        boolean either = !day.unrestricted() && !weekday.unrestricted();
        LocalTimes times = new LocalTimes(
                new TimesOfDay((int) hour.values(), minute.values(), second.values()),
                new Dates(Years.ALL, (int) month.values(), day.monthDays(), weekday.weekDays(), either));
        if (times.isEmpty()) {
            String dates = words.get(first + 2).group() + " in month "
                    + words.get(first + 3).group();
            return refuse("never", "It would never run: no month has such a day (day " + dates + ").");
        }
        return new Cron(text.strip(), times, minute.startsWithStar() || hour.startsWithStar(), ZoneOffset.UTC);
    }

    private CronField field(CronField.Kind kind, MatchResult word) {
        try {
            return CronField.of(kind, word.group());
        } catch (CronField.Refused e) {
            problems.add(new Problem(
                    "",
                    "cron",
                    "The " + kind.label() + " '" + word.group() + "' (character " + (word.start() + 1) + ") is wrong: "
                            + e.getMessage()));
            return CronField.ZERO_SECOND;
        }
    }

    private @Nullable LocalRecurrence refuse(String code, String sentence) {
        problems.add(new Problem("", code, sentence));
        return null;
    }
}
