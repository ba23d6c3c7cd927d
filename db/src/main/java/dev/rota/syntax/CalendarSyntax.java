package dev.rota.syntax;

import dev.rota.job.Problem;
import dev.rota.schedule.Dates;
import dev.rota.schedule.LocalRecurrence;
import dev.rota.schedule.LocalTimes;
import dev.rota.schedule.MonthDays;
import dev.rota.schedule.OnCalendar;
import dev.rota.schedule.TimesOfDay;
import dev.rota.schedule.WeekDays;
import dev.rota.schedule.Years;
import dev.rota.syntax.CalendarPart.Range;
import dev.rota.syntax.CalendarPart.Wrong;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a calendar expression as `systemd.time(7)` describes it: `Mon..Fri *-*-* 06..22:00/15:00 Europe/Rome`.
final class CalendarSyntax {
    private static final Map<String, String> SHORTHANDS = Map.ofEntries(
            Map.entry("minutely", "*-*-* *:*:00"),
            Map.entry("hourly", "*-*-* *:00:00"),
            Map.entry("daily", "*-*-* 00:00:00"),
            Map.entry("weekly", "mon *-*-* 00:00:00"),
            Map.entry("monthly", "*-*-01 00:00:00"),
            Map.entry("quarterly", "*-01,04,07,10-01 00:00:00"),
            Map.entry("semiannually", "*-01,07-01 00:00:00"),
            Map.entry("semi-annually", "*-01,07-01 00:00:00"),
            Map.entry("biannually", "*-01,07-01 00:00:00"),
            Map.entry("bi-annually", "*-01,07-01 00:00:00"),
            Map.entry("yearly", "*-01-01 00:00:00"),
            Map.entry("annually", "*-01-01 00:00:00"));
    private static final Pattern WORD = Pattern.compile("[^ ]+");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final int LONGEST = 500;

    private Years years = Years.ALL;
    private int months = 0x1FFE;
    private MonthDays monthDays = MonthDays.ALL;
    private WeekDays weekDays = WeekDays.ALL;
    private long hours = 1;
    private long minutes = 1;
    private long seconds = 1;
    private boolean star;

    private CalendarSyntax() {}

    static Reading<LocalRecurrence> read(String text) {
        try {
            return new Reading.Fits<>(new CalendarSyntax().parse(text));
        } catch (Wrong e) {
            return new Reading.Broken<>(List.of(new Problem("", e.code(), e.sentence())));
        }
    }

    private OnCalendar parse(String text) throws Wrong {
        if (text.length() > LONGEST) {
            throw new Wrong("A calendar expression has at most " + LONGEST + " characters.");
        }
        List<MatchResult> words = new ArrayList<>(WORD.matcher(text).results().toList());
        if (words.isEmpty()) {
            throw new Wrong("Write a calendar expression, such as Mon..Fri 06:00, or daily.");
        }
        ZoneId zone = words.size() == 1 ? null : zone(words.getLast());
        if (zone != null) {
            words.removeLast();
        }
        String expression = words.getFirst().group().toLowerCase(Locale.ROOT);
        String shorthand = words.size() == 1 ? SHORTHANDS.get(expression) : null;
        words(shorthand == null ? words : WORD.matcher(shorthand).results().toList());
        LocalTimes times = new LocalTimes(
                new TimesOfDay((int) hours, minutes, seconds), new Dates(years, months, monthDays, weekDays, false));
        if (times.isEmpty()) {
            throw new Wrong("never", "It would never run: there is no such day.");
        }
        return new OnCalendar(text.strip(), times, star, zone == null ? ZoneOffset.UTC : zone, zone != null);
    }

    private void words(List<MatchResult> words) throws Wrong {
        int at = 0;
        if (Character.isLetter(words.getFirst().group().charAt(0))) {
            if (words.size() == 1 && words.getFirst().group().matches("[A-Za-z-]{4,}")) {
                notAShorthand(words.getFirst().group());
            }
            weekDays = new WeekDays(CalendarPart.weekdays(words.getFirst()), 0, 0);
            at = 1;
        }
        if (at < words.size() && !words.get(at).group().contains(":")) {
            date(words.get(at));
            at++;
        }
        if (at < words.size()) {
            time(words.get(at));
            at++;
        }
        if (at < words.size()) {
            throw new Wrong(
                    words.get(at), "does not belong here; write weekdays, a date, a time and a zone, in this order.");
        }
    }

    private static void notAShorthand(String word) throws Wrong {
        boolean weekday = word.toLowerCase(Locale.ROOT).endsWith("day");
        String meant = weekday ? null : Nearest.to(word, SHORTHANDS.keySet()).orElse(null);
        if (meant != null) {
            throw new Wrong("'" + word + "' is no calendar expression. Did you mean '" + meant + "'?");
        }
    }

    private void date(MatchResult word) throws Wrong {
        String text = word.group();
        if (text.startsWith("@")) {
            throw new Wrong(word, "is one instant; write it as {\"at\": …}.");
        }
        boolean fromEnd = text.contains("~");
        String[] parts = text.split("[-~]", -1);
        // A ~ stands once, before the day.
        boolean tildeLast = !fromEnd || text.indexOf('~') > text.lastIndexOf('-');
        if (parts.length < 2 || parts.length > 3 || !tildeLast || text.indexOf('~') != text.lastIndexOf('~')) {
            throw new Wrong(
                    word,
                    "is no date; write year-month-day or month-day, such as *-*-01, with ~ before days from the end.");
        }
        if (parts.length == 3) {
            years = years(word, parts[0]);
        }
        List<Range> month = CalendarPart.ranges(word, parts[parts.length - 2], "month", 1, 12);
        months = month == null ? months : (int) CalendarPart.bits(month, 12);
        List<Range> day = CalendarPart.ranges(word, parts[parts.length - 1], "day", 1, fromEnd ? 28 : 31);
        if (day != null) {
            monthDays = fromEnd
                    ? new MonthDays(0, (int) CalendarPart.fromEnd(day), 0, false)
                    : new MonthDays((int) CalendarPart.bits(day, 31), 0, 0, false);
        }
    }

    private static Years years(MatchResult word, String text) throws Wrong {
        List<Range> ranges = CalendarPart.ranges(word, CalendarPart.fullYears(text), "year", FIRST_YEAR, LAST_YEAR);
        return ranges == null
                ? Years.ALL
                : new Years(ranges.stream()
                        .map(range -> new Years.Span(range.from(), range.last(LAST_YEAR), Math.max(1, range.step())))
                        .toList());
    }

    private void time(MatchResult word) throws Wrong {
        String[] parts = word.group().split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new Wrong(word, "is no time; write hours:minutes or hours:minutes:seconds, such as 06..22:00/15.");
        }
        hours = set(word, parts[0], "hour", 23);
        minutes = set(word, parts[1], "minute", 59);
        seconds = parts.length == 2 ? 1 : set(word, parts[2], "second", 59);
        star = parts[0].startsWith("*") || parts[1].startsWith("*");
    }

    private static long set(MatchResult word, String text, String what, int most) throws Wrong {
        List<Range> ranges = CalendarPart.ranges(word, text, what, 0, most);
        return ranges == null ? (1L << (most + 1)) - 1 : CalendarPart.bits(ranges, most);
    }

    private static @Nullable ZoneId zone(MatchResult word) throws Wrong {
        String text = word.group();
        if (text.equalsIgnoreCase("UTC")) {
            return ZoneId.of("Etc/UTC");
        }
        if (!Character.isLetter(text.charAt(0))) {
            return null;
        }
        if (!SyntaxCheck.isZone(text)) {
            throw new Wrong(SyntaxCheck.notAZone(text));
        }
        return ZoneId.of(text);
    }
}
