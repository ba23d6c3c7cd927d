package dev.rota.schedule;

/// Times of day as sets of hours, minutes and seconds: every combination of them.
///
/// @param hours   bit n: hour n
/// @param minutes bit n: minute n
/// @param seconds bit n: second n
public record TimesOfDay(int hours, long minutes, long seconds) {
    private static final int A_DAY = 86_400;

    /// @throws IllegalArgumentException if a set is empty or has a bit that is no hour, minute or second
    public TimesOfDay {
        if (hours == 0 || minutes == 0 || seconds == 0) {
            throw new IllegalArgumentException("times of day need an hour, a minute and a second");
        }
        if (hours >>> 24 != 0 || minutes >>> 60 != 0 || seconds >>> 60 != 0) {
            throw new IllegalArgumentException("an hour ends at 23, a minute and a second at 59");
        }
    }

    /// The first at or after a second of the day, or -1.
    int next(int secondOfDay) {
        int hour = secondOfDay / 3600;
        int minute = secondOfDay / 60 % 60;
        if (has(hours, hour)) {
            if (has(minutes, minute)) {
                int second = from(seconds, secondOfDay % 60);
                if (second >= 0) {
                    return hour * 3600 + minute * 60 + second;
                }
            }
            int later = from(minutes, minute + 1);
            if (later >= 0) {
                return hour * 3600 + later * 60 + first(seconds);
            }
        }
        int later = from(hours, hour + 1);
        return later < 0 ? -1 : later * 3600 + first(minutes) * 60 + first(seconds);
    }

    /// The last at or before a second of the day, or -1.
    int previous(int secondOfDay) {
        int hour = secondOfDay / 3600;
        int minute = secondOfDay / 60 % 60;
        if (has(hours, hour)) {
            if (has(minutes, minute)) {
                int second = upTo(seconds, secondOfDay % 60);
                if (second >= 0) {
                    return hour * 3600 + minute * 60 + second;
                }
            }
            int earlier = upTo(minutes, minute - 1);
            if (earlier >= 0) {
                return hour * 3600 + earlier * 60 + last(seconds);
            }
        }
        int earlier = upTo(hours, hour - 1);
        return earlier < 0 ? -1 : earlier * 3600 + last(minutes) * 60 + last(seconds);
    }

    int first() {
        return first(hours) * 3600 + first(minutes) * 60 + first(seconds);
    }

    int last() {
        return last(hours) * 3600 + last(minutes) * 60 + last(seconds);
    }

    int perDay() {
        return Long.bitCount(hours) * Long.bitCount(minutes) * Long.bitCount(seconds);
    }

    /// How many lie before a second of the day.
    int before(int secondOfDay) {
        int hour = secondOfDay / 3600;
        int minute = secondOfDay / 60 % 60;
        int count = below(hours, hour) * Long.bitCount(minutes) * Long.bitCount(seconds);
        if (has(hours, hour)) {
            count += below(minutes, minute) * Long.bitCount(seconds);
            count += has(minutes, minute) ? below(seconds, secondOfDay % 60) : 0;
        }
        return count;
    }

    /// Seconds between the closest two of them, on one day or over midnight.
    int shortestGap() {
        int shortest = first() + A_DAY - last();
        for (int time = first(); time < last(); ) {
            int following = next(time + 1);
            shortest = Math.min(shortest, following - time);
            time = following;
        }
        return shortest;
    }

    private static boolean has(long set, int bit) {
        return ((set >>> bit) & 1) != 0;
    }

    private static int first(long set) {
        return Long.numberOfTrailingZeros(set);
    }

    private static int last(long set) {
        return 63 - Long.numberOfLeadingZeros(set);
    }

    private static int from(long set, int bit) {
        long rest = (set >>> bit) << bit;
        return rest == 0 ? -1 : first(rest);
    }

    private static int upTo(long set, int bit) {
        return bit < 0 ? -1 : last(set & ((2L << bit) - 1));
    }

    private static int below(long set, int bit) {
        return Long.bitCount(set & ((1L << bit) - 1));
    }
}
