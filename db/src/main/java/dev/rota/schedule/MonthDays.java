package dev.rota.schedule;

/// Days of a month, each named in one of four ways.
///
/// @param days     bit n: day n, 1 to 31
/// @param fromEnd  bit n: the n-th last day, 1 for the last, to 31
/// @param nearest  bit n: the working day (Monday to Friday) nearest to day n, in the same month
/// @param lastWork the last working day of the month
public record MonthDays(int days, int fromEnd, int nearest, boolean lastWork) {
    /// Every day.
    public static final MonthDays ALL = new MonthDays(-2, 0, 0, false);

    /// The days that a month has of these, bit n: day n.
    ///
    /// @param length  of the month
    /// @param weekday of its first day, 0 for Monday
    int of(int length, int weekday) {
        int found = days;
        for (int rest = fromEnd; rest != 0; rest &= rest - 1) {
            int day = length + 1 - Integer.numberOfTrailingZeros(rest);
            found |= day < 1 ? 0 : 1 << day;
        }
        for (int rest = nearest; rest != 0; rest &= rest - 1) {
            int day = Integer.numberOfTrailingZeros(rest);
            found |= day > length ? 0 : 1 << workday(day, length, weekday);
        }
        return lastWork ? found | (1 << workday(length, length, weekday)) : found;
    }

    private static int workday(int day, int length, int first) {
        return switch ((first + day - 1) % 7) {
            case 5 -> day == 1 ? 3 : day - 1;
            case 6 -> day == length ? day - 2 : day + 1;
            default -> day;
        };
    }
}
