package dev.rota.schedule;

import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.time.ZoneId;

/// Compiled expressions for tests.
final class Expression {
    private Expression() {}

    static LocalRecurrence cron(String text, String zone) {
        return (LocalRecurrence) fits(Expressions.cron(text)).in(ZoneId.of(zone));
    }

    static LocalRecurrence calendar(String text, String zone) {
        return (LocalRecurrence) fits(Expressions.calendar(text)).in(ZoneId.of(zone));
    }

    private static LocalRecurrence fits(Reading<LocalRecurrence> reading) {
        return switch (reading) {
            case Reading.Fits<LocalRecurrence>(LocalRecurrence recurrence) -> recurrence;
            case Reading.Broken<LocalRecurrence>(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
