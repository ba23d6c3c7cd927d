package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The local times at which a schedule may run; no window at all means always.
///
/// A window belongs to the day on which it starts and may end on the next. Where the clocks change, an edge that
/// falls into the gap moves to the first instant after it; of an edge that happens twice the first opens and the
/// last closes.
///
/// @param windows    of every week
/// @param exceptions dates on which other windows start, or none; what started the day before goes on into them
public record ActiveHours(List<Window> windows, List<DateException> exceptions) {
    public static final ActiveHours ALWAYS = new ActiveHours(List.of());

    private static final List<Hours> ALL_DAY = List.of(new Hours(0, 1440));

    /// A window can fall into a gap of the clock, but not week after week: what does not change within so many days
    /// never will.
    private static final int DAYS_TO_LOOK = 60;

    /// @throws IllegalArgumentException if a date has two exceptions
    public ActiveHours {
        windows = List.copyOf(windows);
        exceptions = List.copyOf(exceptions);
        Set<LocalDate> dates = new HashSet<>();
        for (DateException exception : exceptions) {
            if (!dates.add(exception.date())) {
                throw new IllegalArgumentException("a date can have one exception: " + exception.date());
            }
        }
    }

    /// Without exceptions.
    public ActiveHours(List<Window> windows) {
        this(windows, List.of());
    }

    /// Open from one time of day until another.
    ///
    /// @param from  minutes since midnight, 0 to 1439, included
    /// @param until minutes since midnight, 0 to 1440, excluded; not after `from`: on the next day
    public record Hours(int from, int until) {
        /// @throws IllegalArgumentException if a time is out of range or both are the same
        public Hours {
            check(from, until);
        }

        private static void check(int from, int until) {
            if (from < 0 || from > 1439 || until < 0 || until > 1440) {
                throw new IllegalArgumentException("a window's times must be within the day");
            }
            if (from == until) {
                throw new IllegalArgumentException("a window cannot end when it starts");
            }
        }

        private Instant opens(LocalDate day, ZoneId zone) {
            return LocalEdge.begins(day.atStartOfDay().plusMinutes(from), zone);
        }

        private Instant closes(LocalDate day, ZoneId zone) {
            LocalDate last = until <= from ? day.plusDays(1) : day;
            return LocalEdge.ends(last.atStartOfDay().plusMinutes(until), zone);
        }
    }

    /// The same hours on some days of the week.
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
            Hours.check(from, until);
            days = Set.copyOf(days);
        }

        /// The same times every day.
        public static Window daily(int from, int until) {
            return new Window(EnumSet.allOf(DayOfWeek.class), from, until);
        }
    }

    /// What starts on one date instead of that day's windows; no hours: nothing does.
    public record DateException(LocalDate date, List<Hours> hours) {
        public DateException {
            hours = List.copyOf(hours);
        }
    }

    /// The same exceptions with other windows.
    public ActiveHours withWindows(List<Window> other) {
        return new ActiveHours(other, exceptions);
    }

    public boolean isOpen(Instant instant, ZoneId zone) {
        return alwaysOpen() || closing(instant, zone) != null;
    }

    /// The first instant that is open, which may be the given one; null: it never opens again.
    public @Nullable Instant nextOpening(Instant instant, ZoneId zone) {
        if (isOpen(instant, zone)) {
            return instant;
        }
        LocalDate today = LocalDate.ofInstant(instant, zone);
        // An exception can cost the one window of a week.
        int days = DAYS_TO_LOOK + 7 * exceptions.size();
        for (int ahead = -1; ahead < days; ahead++) {
            LocalDate day = today.plusDays(ahead);
            Instant earliest = null;
            for (Hours hours : starting(day)) {
                Instant opens = hours.opens(day, zone);
                if (opens.isAfter(instant)
                        && opens.isBefore(hours.closes(day, zone))
                        && (earliest == null || opens.isBefore(earliest))) {
                    earliest = opens;
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
        if (alwaysOpen()) {
            return null;
        }
        Instant end = instant;
        LocalDate horizon = LocalDate.ofInstant(instant, zone).plusDays(DAYS_TO_LOOK);
        // Windows that touch or overlap are one stretch of open time.
        for (Instant closing = closing(end, zone); closing != null; closing = closing(end, zone)) {
            end = closing;
            LocalDate day = LocalDate.ofInstant(end, zone);
            if (day.isAfter(horizon)) {
                // Open week after week: only an exception can end that.
                LocalDate next = nextException(day.minusDays(2));
                if (next == null) {
                    return null;
                }
                Instant before = LocalEdge.begins(next.minusDays(2).atStartOfDay(), zone);
                end = before.isAfter(end) ? before : end;
                horizon = next.plusDays(DAYS_TO_LOOK);
            }
        }
        return end;
    }

    private boolean alwaysOpen() {
        return windows.isEmpty() && exceptions.isEmpty();
    }

    /// What starts on a day.
    private List<Hours> starting(LocalDate day) {
        for (DateException exception : exceptions) {
            if (exception.date().equals(day)) {
                return exception.hours();
            }
        }
        if (windows.isEmpty()) {
            return ALL_DAY;
        }
        List<Hours> starting = new ArrayList<>();
        for (Window window : windows) {
            if (window.days().contains(day.getDayOfWeek())) {
                starting.add(new Hours(window.from(), window.until()));
            }
        }
        return starting;
    }

    private @Nullable LocalDate nextException(LocalDate from) {
        return exceptions.stream()
                .map(DateException::date)
                .filter(date -> !date.isBefore(from))
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    /// When the longest of the windows that are open at an instant closes; null: none is open.
    private @Nullable Instant closing(Instant instant, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(instant, zone);
        Instant latest = null;
        // From the day before yesterday, for a clock set back over midnight can repeat a part of yesterday.
        for (LocalDate day = today.minusDays(2); !day.isAfter(today.plusDays(1)); day = day.plusDays(1)) {
            for (Hours hours : starting(day)) {
                if (!instant.isBefore(hours.opens(day, zone))) {
                    Instant closes = hours.closes(day, zone);
                    if (closes.isAfter(instant) && (latest == null || closes.isAfter(latest))) {
                        latest = closes;
                    }
                }
            }
        }
        return latest;
    }
}
