package dev.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The time at which a schedule may run: its active hours without its blackouts.
///
/// It remembers the open and the closed stretch that it looked at last, for one slot after the other is asked about
/// the same: each thread, and each decision, has one of its own.
final class OpenTime {
    /// So many edges are looked at before a time counts as closed, or as blacked out, for ever: every day of nine
    /// years, which is how long 29 February can be missing from a calendar of all other days.
    private static final int EDGES = 9 * 366;

    private final ActiveHours hours;
    private final List<Calendar> blackouts;
    private final ZoneId zone;
    private @Nullable Known open;
    private @Nullable Known closed;

    OpenTime(ActiveHours hours, List<Calendar> blackouts, ZoneId zone) {
        this.hours = hours;
        this.blackouts = List.copyOf(blackouts);
        this.zone = zone;
    }

    /// A stretch of which all is open, or nothing.
    ///
    /// @param until excluded; null: without end
    private record Known(Instant from, @Nullable Instant until) {
        boolean holds(Instant instant) {
            return !instant.isBefore(from) && (until == null || instant.isBefore(until));
        }
    }

    boolean isOpen(Instant instant) {
        if (open != null && open.holds(instant)) {
            return true;
        }
        if (closed != null && closed.holds(instant)) {
            return false;
        }
        boolean here = !isBlackedOut(instant) && hours.isOpen(instant, zone);
        if (here) {
            open = new Known(instant, closing(instant));
        }
        return here;
    }

    boolean isBlackedOut(Instant instant) {
        return (open == null || !open.holds(instant)) && blackoutAt(instant) != null;
    }

    /// The calendar that blacks out an instant, the one that does so longest; null: none does.
    @Nullable
    Calendar blackoutAt(Instant instant) {
        Calendar longest = null;
        Instant end = null;
        for (Calendar calendar : blackouts) {
            Instant ends = calendar.end(instant, zone);
            if (ends != null && (end == null || ends.isAfter(end))) {
                longest = calendar;
                end = ends;
            }
        }
        return longest;
    }

    /// The first instant from `instant` on that is in no blackout; null: there is none.
    @Nullable
    Instant blackoutEnd(Instant instant) {
        Instant end = instant;
        for (int edge = 0; edge < EDGES; edge++) {
            Calendar calendar = blackoutAt(end);
            Instant ends = calendar == null ? null : calendar.end(end, zone);
            if (ends == null) {
                return end;
            }
            end = ends;
        }
        return null;
    }

    /// When the next blackout begins after an instant that is in none; null: there is none.
    @Nullable
    Instant blackoutBeginning(Instant instant) {
        Instant next = null;
        for (Calendar calendar : blackouts) {
            next = earlier(next, calendar.nextBeginning(instant, zone));
        }
        return next;
    }

    /// The first instant that is open, which may be the given one; null: it never opens again.
    @Nullable
    Instant nextOpening(Instant instant) {
        if (closed != null && closed.holds(instant)) {
            return closed.until();
        }
        if (isOpen(instant)) {
            return instant;
        }
        Instant opening = opening(instant);
        closed = new Known(instant, opening);
        return opening;
    }

    private @Nullable Instant opening(Instant instant) {
        Instant opening = hours.nextOpening(instant, zone);
        for (int edge = 0; opening != null && edge < EDGES; edge++) {
            Instant end = blackoutEnd(opening);
            if (end == null || end.equals(opening)) {
                return end;
            }
            opening = hours.nextOpening(end, zone);
        }
        return null;
    }

    /// The first instant from an open one on that is not; null: it stays open.
    @Nullable
    Instant nextClosing(Instant instant) {
        return isOpen(instant) && open != null && open.holds(instant) ? open.until() : closing(instant);
    }

    private @Nullable Instant closing(Instant instant) {
        return earlier(hours.nextClosing(instant, zone), blackoutBeginning(instant));
    }

    /// When a time that is closed and not blacked out is over, because it opens or a blackout begins; null: never.
    @Nullable
    Instant closedUntil(Instant instant) {
        return earlier(hours.nextOpening(instant, zone), blackoutBeginning(instant));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
