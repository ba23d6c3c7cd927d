package dev.rota.schedule;

/// Local times that an expression names, zone or no zone: times of day on dates.
///
/// A local time is counted here in seconds, as if its clock were UTC.
public record LocalTimes(TimesOfDay timesOfDay, Dates dates) {
    static final long NONE = Dates.NONE;

    private static final int A_DAY = 86_400;

    /// Whether there is no such time at all: 31 February.
    public boolean isEmpty() {
        // Any year will do for dates that are not bound to years; those that are lie after 1900.
        return dates.atOrAfter(-25_567) == NONE;
    }

    /// The first at or after a local time, or [#NONE].
    long next(long local) {
        long day = Math.floorDiv(local, A_DAY);
        long found = dates.atOrAfter(day);
        if (found == day) {
            int time = timesOfDay.next((int) Math.floorMod(local, (long) A_DAY));
            if (time >= 0) {
                return day * A_DAY + time;
            }
            found = dates.atOrAfter(day + 1);
        }
        return found == NONE ? NONE : found * A_DAY + timesOfDay.first();
    }

    /// The last at or before a local time, or [#NONE].
    long previous(long local) {
        long day = Math.floorDiv(local, A_DAY);
        long found = dates.atOrBefore(day);
        if (found == day) {
            int time = timesOfDay.previous((int) Math.floorMod(local, (long) A_DAY));
            if (time >= 0) {
                return day * A_DAY + time;
            }
            found = dates.atOrBefore(day - 1);
        }
        return found == NONE ? NONE : found * A_DAY + timesOfDay.last();
    }

    /// How many there are from one local time until before another.
    long count(long from, long until) {
        if (until <= from) {
            return 0;
        }
        long first = Math.floorDiv(from, A_DAY);
        long last = Math.floorDiv(until, A_DAY);
        long count = dates.count(first, last) * timesOfDay.perDay();
        if (dates.contains(last)) {
            count += timesOfDay.before((int) Math.floorMod(until, (long) A_DAY));
        }
        return dates.contains(first) ? count - timesOfDay.before((int) Math.floorMod(from, (long) A_DAY)) : count;
    }
}
