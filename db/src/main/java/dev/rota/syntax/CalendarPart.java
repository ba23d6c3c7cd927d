package dev.rota.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parts of a calendar expression: lists of numbers with ranges and steps, and weekdays.
final class CalendarPart {
    private static final Pattern COMPONENT = Pattern.compile("(\\d{1,9})(?:\\.\\.(\\d{1,9}))?(?:/(\\d{1,9}))?");
    private static final Pattern FRACTION = Pattern.compile(".*\\d\\.\\d.*");
    private static final List<String> WEEKDAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private CalendarPart() {}

    /// The expression is wrong.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        Wrong(String sentence) {
            this("calendar", sentence);
        }

        Wrong(String code, String sentence) {
            super(sentence);
            this.code = code;
        }

        Wrong(MatchResult word, String end) {
            this("'" + word.group() + "' (character " + (word.start() + 1) + ") " + end);
        }

        String code() {
            return code;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /// @param until -1: as far as the field goes
    /// @param step  0: there is only `from`
    record Range(int from, int until, int step) {
        int last(int most) {
            return step == 0 ? from : until < 0 ? most : until;
        }
    }

    /// The list in a field; null: `*`.
    static @Nullable List<Range> ranges(MatchResult word, String text, String what, int least, int most) throws Wrong {
        if (text.equals("*")) {
            return null;
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = COMPONENT.matcher(part);
            if (!matcher.matches()) {
                throw wrong(word, part, what, least);
            }
            int from = Integer.parseInt(matcher.group(1));
            int until = matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2));
            int step = matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : until < 0 ? 0 : 1;
            if (from < least || from > most || until > most || (until >= 0 && until < least)) {
                throw new Wrong(
                        word,
                        "has " + (what.equals("hour") ? "an " : "a ") + what + " that is not " + least + " to " + most
                                + ".");
            }
            if (until >= 0 && until < from) {
                throw new Wrong(word, "has a range of " + what + "s that ends before it begins.");
            }
            if (matcher.group(3) != null && (step < 1 || step > most - least)) {
                throw new Wrong(
                        word, "has a step of " + step + " between " + what + "s; write 1 to " + (most - least) + ".");
            }
            ranges.add(new Range(from, until, step));
        }
        return ranges;
    }

    private static Wrong wrong(MatchResult word, String part, String what, int least) {
        if (FRACTION.matcher(part).matches()) {
            return new Wrong(word, "has a fraction; Rota's slots are whole seconds.");
        }
        if (part.startsWith("*/")) {
            return new Wrong(
                    word, "has '" + part + "'; in a calendar expression write " + least + part.substring(1) + ".");
        }
        return new Wrong(
                word,
                "has no " + what + " that can be read in '" + part + "'; write *, 5, 1..5, 0/15 or a list of these.");
    }

    static long bits(List<Range> ranges, int most) {
        long bits = 0;
        for (Range range : ranges) {
            for (int value = range.from(); value <= range.last(most); value += Math.max(1, range.step())) {
                bits |= 1L << value;
            }
        }
        return bits;
    }

    /// Days counted from the end of the month: 1 is the last. A step without an end goes towards it.
    static long fromEnd(List<Range> ranges) {
        long bits = 0;
        for (Range range : ranges) {
            int step = Math.max(1, range.step());
            if (range.until() >= 0) {
                bits |= bits(List.of(range), range.until());
            } else {
                int end = range.step() == 0 ? range.from() : 1;
                for (int value = range.from(); value >= end; value -= step) {
                    bits |= 1L << value;
                }
            }
        }
        return bits;
    }

    /// Two digits are a year from 1970 to 2069.
    static String fullYears(String text) {
        Matcher matcher = Pattern.compile("(?<![\\d/])\\d{1,2}(?!\\d)").matcher(text);
        return matcher.replaceAll(year -> {
            int number = Integer.parseInt(year.group());
            return String.valueOf(number + (number < 70 ? 2000 : 1900));
        });
    }

    /// Bit n: weekday n, 0 for Monday.
    static int weekdays(MatchResult word) throws Wrong {
        String text = word.group().toLowerCase(Locale.ROOT);
        int days = 0;
        String list = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
        for (String part : list.split(",", -1)) {
            String[] ends = part.split("\\.\\.|-", -1);
            int from = weekday(word, ends[0]);
            int until = ends.length == 1 ? from : weekday(word, ends[1]);
            if (ends.length > 2) {
                throw new Wrong(word, "is no list of weekdays; write Mon..Fri or Sat,Sun.");
            }
            if (until < from) {
                throw new Wrong(
                        word,
                        "has a range that goes over the end of the week, which begins on Monday; write two ranges.");
            }
            days |= (2 << until) - (1 << from);
        }
        return days;
    }

    private static int weekday(MatchResult word, String name) throws Wrong {
        for (int i = 0; i < WEEKDAYS.size(); i++) {
            if (name.equals(WEEKDAYS.get(i)) || name.equals(WEEKDAYS.get(i).substring(0, 3))) {
                return i;
            }
        }
        throw new Wrong(word, "has no weekday in '" + name + "'; write Mon, Tue, Wed, Thu, Fri, Sat or Sun.");
    }
}
