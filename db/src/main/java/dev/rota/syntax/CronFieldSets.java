package dev.rota.syntax;

import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import java.util.EnumMap;
import java.util.Map;

/// Collects what a parsed field names, value by value.
final class CronFieldSets {
    private final CronField.Kind kind;
    private final int min;
    private final int max;
    private final Map<CronField.Special, Long> special = new EnumMap<>(CronField.Special.class);
    private long values;

    /// @param min the field's least value
    /// @param max its greatest
    CronFieldSets(CronField.Kind kind, int min, int max) {
        this.kind = kind;
        this.min = min;
        this.max = max;
    }

    long values() {
        return values;
    }

    Map<CronField.Special, Long> special() {
        return special;
    }

    void add(FieldExpression expression) throws CronField.Refused {
        switch (expression) {
            case And and -> {
                for (FieldExpression part : and.getExpressions()) {
                    add(part);
                }
            }
            case On on -> on(on);
            case Between between ->
                range(
                        number(between.getFrom().getValue()),
                        number(between.getTo().getValue()),
                        1);
            case Every every -> stepped(every.getExpression(), every.getPeriod().getValue());
            default -> stepped(expression, 1);
        }
    }

    private void stepped(FieldExpression expression, int step) throws CronField.Refused {
        if (step < 1) {
            throw new CronField.Refused("a step is at least 1.");
        }
        switch (expression) {
            case Between between ->
                range(
                        number(between.getFrom().getValue()),
                        number(between.getTo().getValue()),
                        step);
            case On on
            when on.getSpecialChar().getValue() == com.cronutils.model.field.value.SpecialChar.NONE ->
                range(weekday(on.getTime().getValue()), max, step);
            default -> {
                if (!CronField.everything(expression)) {
                    throw new CronField.Refused("a step follows a number, a range or *.");
                }
                range(min, max, step);
            }
        }
    }

    /// A range that ends before it begins goes over the end of the field: FRI-MON, 22-2.
    private void range(int from, int to, int step) {
        int size = max - min + 1;
        int first = from > to ? weekday(from) : from;
        int last = first > to ? to + size : to;
        for (int value = first; value <= last; value += step) {
            values |= 1L << (min + (value - min) % size);
        }
    }

    private void on(On on) throws CronField.Refused {
        int value = on.getTime().getValue();
        int nth = on.getNth().getValue();
        switch (on.getSpecialChar().getValue()) {
            case NONE -> range(weekday(value), weekday(value), 1);
            case L -> last(value, nth);
            case W -> mark(CronField.Special.NEAREST, value);
            case LW -> mark(CronField.Special.LAST_WORK, 0);
            case HASH -> {
                if (nth < 1 || nth > 5) {
                    throw new CronField.Refused("a weekday comes one to five times in a month.");
                }
                mark(CronField.Special.NTH, 5 * ((value + 6) % 7) + nth - 1);
            }
            case QUESTION_MARK -> range(min, max, 1);
        }
    }

    private void last(int value, int daysBefore) throws CronField.Refused {
        if (kind != CronField.Kind.WEEKDAY) {
            if (daysBefore > 30) {
                throw new CronField.Refused("no month has so many days before its last.");
            }
            mark(CronField.Special.FROM_END, 1 + Math.max(0, daysBefore));
        } else if (value < 0) {
            throw new CronField.Refused("say which weekday is meant, such as 5L for the last Friday of the month.");
        } else {
            mark(CronField.Special.LAST, weekday(value));
        }
    }

    private void mark(CronField.Special what, int bit) {
        special.merge(what, 1L << bit, (a, b) -> a | b);
    }

    /// 7 is Sunday, like 0.
    private int weekday(int value) {
        return kind == CronField.Kind.WEEKDAY && value == 7 ? 0 : value;
    }

    private static int number(Object value) throws CronField.Refused {
        if (value instanceof Integer number) {
            return number;
        }
        throw new CronField.Refused("a range goes from one number or name to another.");
    }
}
