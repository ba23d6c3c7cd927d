package dev.rota.schedule;

/// Days of the week in a month.
///
/// @param days bit n: every weekday n, 0 for Monday to 6
/// @param last bit n: the last weekday n of the month
/// @param nth  bit 5n + i: the weekday n for the (i+1)th time in the month
public record WeekDays(int days, int last, long nth) {
    /// Every day.
    public static final WeekDays ALL = new WeekDays(0b111_1111, 0, 0);

    /// The days that a month has of these, bit n: day n.
    ///
    /// @param length of the month
    /// @param first  the weekday of its first day, 0 for Monday
    int of(int length, int first) {
        int found = 0;
        for (int weekday = 0; weekday < 7; weekday++) {
            int day = 1 + (weekday - first + 7) % 7;
            if (has(days, weekday)) {
                found |= 0x10_20_40_81 << day;
            }
            if (has(last, weekday)) {
                found |= 1 << (day + (length - day) / 7 * 7);
            }
            for (int time = 0; nth != 0 && time < 5; time++) {
                int nthDay = day + 7 * time;
                found |= has(nth, 5 * weekday + time) && nthDay <= length ? 1 << nthDay : 0;
            }
        }
        return found;
    }

    private static boolean has(long set, int bit) {
        return ((set >>> bit) & 1) != 0;
    }
}
