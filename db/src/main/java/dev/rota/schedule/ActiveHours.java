package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The local times at which a schedule may run; no window at all means always.
///
/// A window belongs to the day on which it starts and may end on the next. Where the clocks change, an edge that
/// falls into the gap moves to the first instant after it; of an edge that happens twice the first opens and the
/// last closes.
public record ActiveHours(List<Window> windows) {
    public static final ActiveHours ALWAYS = new ActiveHours(List.of());

    /// A window can fall into a gap of the clock, but not week after week: what does not change within so many days
    /// never will.
    private static final int DAYS_TO_LOOK = 60;

    public ActiveHours {
        windows = List.copyOf(windows);
    }

    /// Open from one time of day until another, on some days of the week.
    ///
    /// @param days  the days on which it starts
    /// @param from  minutes since midnight, 0 to 1439, included
    /// @param until minutes since midnight, 0 to 1440, excluded; not after `from`: on the next day
    public record Window(Set<DayOfWeek> days, int from, int until) {
        /// @throws IllegalArgumentException if there is no day, a time is out of range or both are the same
        public Window {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a window needs a day");
            }
            if (from < 0 || from > 1439 || until < 0 || until > 1440) {
                throw new IllegalArgumentException("a window's times must be within the day");
            }
            if (from == until) {
                throw new IllegalArgumentException("a window cannot end when it starts");
            }
            days = Set.copyOf(days);
        }

        /// The same times every day.
        public static Window daily(int from, int until) {
            return new Window(EnumSet.allOf(DayOfWeek.class), from, until);
        }

        private Instant opens(LocalDate day, ZoneId zone) {
            return edge(day, from, zone, true);
        }

        private Instant closes(LocalDate day, ZoneId zone) {
            return edge(until <= from ? day.plusDays(1) : day, until, zone, false);
        }
    }

    public boolean isOpen(Instant instant, ZoneId zone) {
        return windows.isEmpty() || closing(instant, zone) != null;
    }

    /// The first instant that is open, which may be the given one; null: it never opens again.
    public @Nullable Instant nextOpening(Instant instant, ZoneId zone) {
        if (isOpen(instant, zone)) {
            return instant;
        }
        LocalDate today = LocalDate.ofInstant(instant, zone);
        for (int ahead = -1; ahead < DAYS_TO_LOOK; ahead++) {
            LocalDate day = today.plusDays(ahead);
            Instant earliest = null;
            for (Window window : windows) {
                if (window.days().contains(day.getDayOfWeek())) {
                    Instant opens = window.opens(day, zone);
                    if (opens.isAfter(instant)
                            && opens.isBefore(window.closes(day, zone))
                            && (earliest == null || opens.isBefore(earliest))) {
                        earliest = opens;
                    }
                }
            }
            if (earliest != null) {
                return earliest;
            }
        }
        return null;
    }

    /// The first instant that is closed, which may be the given one; null: it never closes.
    public @Nullable Instant nextClosing(Instant instant, ZoneId zone) {
        if (windows.isEmpty()) {
            return null;
        }
        LocalDate horizon = LocalDate.ofInstant(instant, zone).plusDays(DAYS_TO_LOOK);
        Instant end = instant;
        // Windows that touch or overlap are one stretch of open time.
        for (Instant closing = closing(end, zone); closing != null; closing = closing(end, zone)) {
            end = closing;
            if (LocalDate.ofInstant(end, zone).isAfter(horizon)) {
                return null;
            }
        }
        return end;
    }

    /// When the longest of the windows that are open at an instant closes; null: none is open.
    private @Nullable Instant closing(Instant instant, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(instant, zone);
        Instant latest = null;
        // From the day before yesterday, for a clock set back over midnight can repeat a part of yesterday.
        for (LocalDate day = today.minusDays(2); !day.isAfter(today.plusDays(1)); day = day.plusDays(1)) {
            for (Window window : windows) {
                if (window.days().contains(day.getDayOfWeek()) && !instant.isBefore(window.opens(day, zone))) {
                    Instant closes = window.closes(day, zone);
                    if (closes.isAfter(instant) && (latest == null || closes.isAfter(latest))) {
                        latest = closes;
                    }
                }
            }
        }
        return latest;
    }

    private static Instant edge(LocalDate day, int minutes, ZoneId zone, boolean opening) {
        LocalDateTime local = day.atStartOfDay().plusMinutes(minutes);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(local);
            return gap.getInstant();
        }
        return local.toInstant(opening ? offsets.getFirst() : offsets.getLast());
    }
}
