package dev.rota.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A named list of days and times, shared by many: a schedule that names it as a blackout does not run then.
///
/// Dates and times are local to the schedule that asks, so that one list of holidays serves several zones. Edges
/// where the clocks change follow the rule of windows ([LocalEdge]).
public record Calendar(String name, List<Entry> entries) {
    /// A day of every year comes again within so many: 2096 is a leap year, then 2104.
    private static final int LEAP = 8;

    /// No clock was ever moved by more than a day, and what is local by a day at most is near by two.
    private static final int NEAR = 2;

    public Calendar {
        entries = List.copyOf(entries);
    }

    /// One line of the list.
    ///
    /// @param note what it is, for people
    public record Entry(Span span, @Nullable String note) {}

    /// When an entry holds.
    public sealed interface Span {
        /// The occurrence that begins in a year; one that does not come back is the same whatever the year.
        /// Null: there is none.
        @Nullable
        Stay in(int year);
    }

    /// A whole day.
    public record Day(LocalDate date) implements Span {
        @Override
        public Stay in(int year) {
            return Stay.days(date, date);
        }
    }

    /// Whole days, both included.
    public record Days(LocalDate from, LocalDate until) implements Span {
        /// @throws IllegalArgumentException if they end before they begin
        public Days {
            if (until.isBefore(from)) {
                throw new IllegalArgumentException("days must not end before they begin");
            }
        }

        @Override
        public Stay in(int year) {
            return Stay.days(from, until);
        }
    }

    /// From one local time until another, which is excluded.
    public record Times(LocalDateTime from, LocalDateTime until) implements Span {
        /// @throws IllegalArgumentException if they do not end after they begin
        public Times {
            if (!until.isAfter(from)) {
                throw new IllegalArgumentException("times must end after they begin");
            }
        }

        @Override
        public Stay in(int year) {
            return new Stay(from, until);
        }
    }

    /// The same day every year; 29 February comes in leap years only.
    public record EveryYear(MonthDay day) implements Span {
        @Override
        public @Nullable Stay in(int year) {
            return day.isValidYear(year) ? Stay.days(day.atYear(year), day.atYear(year)) : null;
        }
    }

    /// A stretch of local time, its end excluded.
    public record Stay(LocalDateTime from, LocalDateTime until) {
        private static Stay days(LocalDate first, LocalDate last) {
            return new Stay(first.atStartOfDay(), last.plusDays(1).atStartOfDay());
        }
    }

    /// When the longest of the entries that hold at an instant ends; null: none holds.
    @Nullable
    Instant end(Instant instant, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        LocalDateTime earliest = local.minusDays(NEAR);
        LocalDateTime latest = local.plusDays(NEAR);
        Instant end = null;
        for (Entry entry : entries) {
            int last = entry.span() instanceof EveryYear ? latest.getYear() : earliest.getYear();
            for (int year = earliest.getYear(); year <= last; year++) {
                Stay stay = entry.span().in(year);
                if (stay != null
                        && !stay.from().isAfter(latest)
                        && !stay.until().isBefore(earliest)
                        && !instant.isBefore(LocalEdge.begins(stay.from(), zone))) {
                    Instant ends = LocalEdge.ends(stay.until(), zone);
                    end = ends.isAfter(instant) && (end == null || ends.isAfter(end)) ? ends : end;
                }
            }
        }
        return end;
    }

    /// When the next entry begins, strictly after an instant; null: none does any more.
    @Nullable
    Instant nextBeginning(Instant instant, ZoneId zone) {
        LocalDateTime earliest = LocalDateTime.ofInstant(instant, zone).minusDays(NEAR);
        Instant next = null;
        for (Entry entry : entries) {
            int last = earliest.getYear() + (entry.span() instanceof EveryYear ? LEAP + 1 : 0);
            for (int year = earliest.getYear(); year <= last; year++) {
                Stay stay = entry.span().in(year);
                if (stay == null || stay.from().isBefore(earliest)) {
                    continue;
                }
                Instant begins = LocalEdge.begins(stay.from(), zone);
                // A day that the clocks left out begins when it ends.
                if (begins.isAfter(instant) && begins.isBefore(LocalEdge.ends(stay.until(), zone))) {
                    next = next == null || begins.isBefore(next) ? begins : next;
                    break;
                }
            }
        }
        return next;
    }
}
