package dev.rota.schedule;

import java.time.ZoneId;

/// A calendar expression of systemd, compiled.
///
/// @param text              as it was written
/// @param wheneverItMatches its minute or hour part is `*`
/// @param ownZone           whether the expression itself names its zone
public record OnCalendar(String text, LocalTimes times, boolean wheneverItMatches, ZoneId zone, boolean ownZone)
        implements LocalRecurrence {

    @Override
    public OnCalendar in(ZoneId other) {
        return ownZone || zone.equals(other) ? this : new OnCalendar(text, times, wheneverItMatches, other, false);
    }
}
