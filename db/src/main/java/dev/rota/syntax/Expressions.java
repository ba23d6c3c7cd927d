package dev.rota.syntax;

import dev.rota.schedule.LocalRecurrence;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Compiles the expressions that name local times. Those that compile are remembered, for a daemon reads the same
/// ones from its rows again and again.
public final class Expressions {
    private static final int MOST = 10_000;
    private static final ConcurrentHashMap<String, Reading<LocalRecurrence>> CRON = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<String, Reading<LocalRecurrence>> CALENDAR = new ConcurrentHashMap<>();

    private Expressions() {}

    /// A cron expression of five fields, six with seconds, or a nickname. Its zone is UTC until it is told another.
    public static Reading<LocalRecurrence> cron(String text) {
        return remembered(CRON, text, CronSyntax::read);
    }

    /// A calendar expression of systemd. Where it names no zone, that is UTC until it is told another.
    public static Reading<LocalRecurrence> calendar(String text) {
        return remembered(CALENDAR, text, CalendarSyntax::read);
    }

    private static Reading<LocalRecurrence> remembered(
            ConcurrentHashMap<String, Reading<LocalRecurrence>> known,
            String text,
            Function<String, Reading<LocalRecurrence>> compiler) {
        Reading<LocalRecurrence> reading = known.get(text);
        if (reading != null) {
            return reading;
        }
        Reading<LocalRecurrence> compiled = compiler.apply(text);
        if (compiled instanceof Reading.Fits<LocalRecurrence>) {
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(text, compiled);
        }
        return compiled;
    }
}
