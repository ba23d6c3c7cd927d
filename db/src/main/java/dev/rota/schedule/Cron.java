package dev.rota.schedule;

import java.time.ZoneId;

/// A cron expression, compiled.
///
/// @param text              as it was written
/// @param wheneverItMatches its minute or hour field begins with `*`
public record Cron(String text, LocalTimes times, boolean wheneverItMatches, ZoneId zone) implements LocalRecurrence {

    @Override
    public Cron in(ZoneId other) {
        return zone.equals(other) ? this : new Cron(text, times, wheneverItMatches, other);
    }
}
