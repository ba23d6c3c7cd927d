package dev.rota.schedule;

import java.time.LocalDate;
import java.time.Year;

/// Dates that an expression names. They are found month by month, as sets of days.
///
/// @param months bit n: month n, 1 to 12
/// @param either whether a day belongs to it when it is one of `monthDays` or one of `weekDays`; otherwise it must
///               be both
public record Dates(Years years, int months, MonthDays monthDays, WeekDays weekDays, boolean either) {
    static final long NONE = Long.MIN_VALUE;

    /// After so many years the calendar repeats itself: what is not found within them does not exist.
    private static final int CYCLE = 400;

    /// The first day at or after another, in days since 1970; or [#NONE].
    long atOrAfter(long epochDay) {
        LocalDate start = LocalDate.ofEpochDay(epochDay);
        int end = start.getYear() + CYCLE;
        int year = years.atOrAfter(start.getYear());
        boolean here = year == start.getYear();
        int month = here ? start.getMonthValue() : 1;
        int earliest = here ? start.getDayOfMonth() : 1;
        while (year <= end) {
            for (int rest = (months >>> month) << month; rest != 0; rest &= rest - 1) {
                int found = Integer.numberOfTrailingZeros(rest);
                int days = days(year, found);
                days &= found == month ? -1 << earliest : -1;
                if (days != 0) {
                    return LocalDate.of(year, found, Integer.numberOfTrailingZeros(days))
                            .toEpochDay();
                }
            }
            year = years.atOrAfter(year + 1);
            month = 1;
            earliest = 1;
        }
        return NONE;
    }

    /// The last day at or before another, in days since 1970; or [#NONE].
    long atOrBefore(long epochDay) {
        LocalDate start = LocalDate.ofEpochDay(epochDay);
        int end = start.getYear() - CYCLE;
        int year = years.atOrBefore(start.getYear());
        boolean here = year == start.getYear();
        int month = here ? start.getMonthValue() : 12;
        int latest = here ? start.getDayOfMonth() : 31;
        while (year >= end) {
            for (int rest = months & ((2 << month) - 1); rest != 0; ) {
                int found = 31 - Integer.numberOfLeadingZeros(rest);
                int days = days(year, found);
                days &= found == month ? (int) ((2L << latest) - 1) : -1;
                if (days != 0) {
                    return LocalDate.of(year, found, 31 - Integer.numberOfLeadingZeros(days))
                            .toEpochDay();
                }
                rest ^= 1 << found;
            }
            year = years.atOrBefore(year - 1);
            month = 12;
            latest = 31;
        }
        return NONE;
    }

    boolean contains(long epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        return years.atOrAfter(date.getYear()) == date.getYear()
                && ((months >>> date.getMonthValue()) & 1) != 0
                && ((days(date.getYear(), date.getMonthValue()) >>> date.getDayOfMonth()) & 1) != 0;
    }

    /// How many there are from one day until before another.
    long count(long from, long until) {
        if (until <= from) {
            return 0;
        }
        LocalDate first = LocalDate.ofEpochDay(from);
        LocalDate last = LocalDate.ofEpochDay(until - 1);
        long count = 0;
        for (int year = years.atOrAfter(first.getYear()); year <= last.getYear(); year = years.atOrAfter(year + 1)) {
            for (int rest = months; rest != 0; rest &= rest - 1) {
                int month = Integer.numberOfTrailingZeros(rest);
                int position = year * 12 + month;
                int start = first.getYear() * 12 + first.getMonthValue();
                int end = last.getYear() * 12 + last.getMonthValue();
                if (position >= start && position <= end) {
                    int days = days(year, month);
                    days &= position == start ? -1 << first.getDayOfMonth() : -1;
                    days &= position == end ? (int) ((2L << last.getDayOfMonth()) - 1) : -1;
                    count += Integer.bitCount(days);
                }
            }
        }
        return count;
    }

    /// The days of a month that belong to it, bit n: day n.
    private int days(int year, int month) {
        int length = switch (month) {
            case 2 -> Year.isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
        boolean anyMonthDay = monthDays.equals(MonthDays.ALL);
        boolean anyWeekDay = weekDays.equals(WeekDays.ALL);
        int all = (int) ((2L << length) - 2);
        if (anyMonthDay && anyWeekDay) {
            return all;
        }
        int first = Math.floorMod(LocalDate.of(year, month, 1).toEpochDay() + 3, 7);
        int byMonth = anyMonthDay ? all : monthDays.of(length, first);
        int byWeek = anyWeekDay ? all : weekDays.of(length, first);
        return (either ? byMonth | byWeek : byMonth & byWeek) & all;
    }
}
