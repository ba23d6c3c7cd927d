package dev.rota.syntax;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.QuestionMark;
import com.cronutils.parser.CronParser;
import dev.rota.schedule.MonthDays;
import dev.rota.schedule.WeekDays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One field of a cron expression as sets.
///
/// @param text    as it was written
/// @param values  plain values, bit n: n; weekdays from 0 for Sunday
/// @param special what else is named, as bits, by [Special]
record CronField(String text, long values, Map<Special, Long> special) {
    static final CronField ZERO_SECOND = new CronField("0", 1, Map.of());

    private static final Pattern WRITTEN = Pattern.compile("[*?0-9][-*?#/,0-9A-Z]*|[A-Z][-#/,*?0-9A-Z]*");
    private static final Pattern OUT_OF_RANGE =
            Pattern.compile("(Value|Period) (-?\\d+) not in range \\[(\\d+), (\\d+)]");
    private static final String WRITE =
            "write numbers, names, ranges such as 1-5, steps such as */15, and lists of these.";
    private static final List<String> WEEKDAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    /// What is more than a value of the field.
    enum Special {
        /// Bit n: the n-th last day of the month.
        FROM_END,
        /// Bit n: the working day nearest to day n.
        NEAREST,
        /// Any bit: the last working day.
        LAST_WORK,
        /// Bit n: the last weekday n of the month.
        LAST,
        /// Bit 5n + i: the weekday n for the (i+1)th time.
        NTH
    }

    /// The fields, with the values they have.
    enum Kind {
        SECOND("second", 0, 59),
        MINUTE("minute", 0, 59),
        HOUR("hour", 0, 23),
        DAY("day of month", 1, 31),
        MONTH("month", 1, 12),
        WEEKDAY("weekday", 0, 6);

        private final String label;
        private final int min;
        private final int max;

        Kind(String label, int min, int max) {
            this.label = label;
            this.min = min;
            this.max = max;
        }

        String label() {
            return label;
        }
    }

    /// Expressions of one field, as cron-utils knows them.
    private static CronDefinition definition(Kind kind) {
        CronDefinitionBuilder builder = CronDefinitionBuilder.defineCron();
        CronDefinitionBuilder defined = switch (kind) {
            case SECOND -> builder.withSeconds().and();
            case MINUTE -> builder.withMinutes().and();
            case HOUR -> builder.withHours().and();
            case DAY ->
                builder.withDayOfMonth()
                        .withValidRange(1, 31)
                        .supportsL()
                        .supportsW()
                        .supportsLW()
                        .supportsQuestionMark()
                        .and();
            case MONTH -> builder.withMonth().and();
            case WEEKDAY ->
                builder.withDayOfWeek()
                        .withValidRange(0, 7)
                        .withMondayDoWValue(1)
                        .supportsHash()
                        .supportsL()
                        .supportsQuestionMark()
                        .and();
        };
        return defined.instance();
    }

    /// The field is wrong; the message is the end of a sentence.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    static CronField of(Kind kind, String text) throws Refused {
        String written = text.toUpperCase(Locale.ROOT);
        if (!WRITTEN.matcher(written).matches() || written.endsWith("/")) {
            throw new Refused(WRITE);
        }
        FieldExpression parsed;
        try {
            // What a name is followed by confuses the parser (THUL), numbers do not.
            String plain = kind == Kind.WEEKDAY ? numbered(written) : written;
            parsed = new CronParser(definition(kind))
                    .parse(plain)
                    .retrieveFieldsAsMap()
                    .values()
                    .iterator()
                    .next()
                    .getExpression();
        } catch (RuntimeException e) {
            throw new Refused(sentence(String.valueOf(e.getMessage())));
        }
        CronFieldSets sets = new CronFieldSets(kind, kind.min, kind.max);
        sets.add(parsed);
        return new CronField(text, sets.values(), sets.special());
    }

    boolean startsWithStar() {
        return text.startsWith("*");
    }

    boolean unrestricted() {
        return startsWithStar() || text.startsWith("?");
    }

    MonthDays monthDays() {
        return new MonthDays(
                (int) values, (int) bits(Special.FROM_END), (int) bits(Special.NEAREST), bits(Special.LAST_WORK) != 0);
    }

    WeekDays weekDays() {
        // Counted from Sunday here, from Monday there.
        return new WeekDays(fromMonday(values), fromMonday(bits(Special.LAST)), bits(Special.NTH));
    }

    private static int fromMonday(long fromSunday) {
        return (int) ((fromSunday >>> 1) | ((fromSunday & 1) << 6));
    }

    private long bits(Special what) {
        return special.getOrDefault(what, 0L);
    }

    private static String numbered(String written) {
        String text = written;
        for (int i = 0; i < WEEKDAYS.size(); i++) {
            text = text.replaceAll("\\b" + WEEKDAYS.get(i) + "(?=L?\\b)", String.valueOf(i + 1));
        }
        return text;
    }

    /// What the library says, in the words that the others have.
    private static String sentence(String message) {
        Matcher range = OUT_OF_RANGE.matcher(message);
        if (range.find()) {
            boolean step = range.group(1).equals("Period");
            return (step ? "a step of " + range.group(2) : range.group(2)) + " is not " + (step ? "1" : range.group(3))
                    + " to " + range.group(4) + ".";
        }
        return message.contains("Missing values for range") ? "a range goes from one value to another." : WRITE;
    }

    /// Whether an expression stands for every value.
    static boolean everything(FieldExpression expression) {
        return expression instanceof Always || expression instanceof QuestionMark;
    }
}
