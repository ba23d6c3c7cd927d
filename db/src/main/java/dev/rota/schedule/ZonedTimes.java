package dev.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/// Local times as instants of a zone, counted in seconds since 1970.
///
/// Where the clocks change there are two ways to mean them. *Whenever it matches*: each instant whose local time is
/// one of them, so twice in an hour that comes twice and never in an hour that is left out. *A list of times*: each
/// stands for one instant, the first in an hour that comes twice, the first valid instant after it in an hour that
/// is left out; two that fall on one instant are one slot.
record ZonedTimes(LocalTimes times, boolean wheneverItMatches, ZoneRules rules) {
    private static final long NONE = LocalTimes.NONE;

    /// The first slot after a second, or [LocalTimes#NONE].
    long next(long after) {
        return wheneverItMatches ? nextMatch(after) : nextListed(after);
    }

    /// The last slot at or before a second, or [LocalTimes#NONE].
    long previous(long at) {
        return wheneverItMatches ? previousMatch(at) : previousListed(at);
    }

    /// How many slots there are from one second to another, both included.
    long count(long from, long to) {
        return to < from ? 0 : wheneverItMatches ? countMatches(from, to) : countListed(from, to);
    }

    private long nextMatch(long after) {
        long from = after + 1;
        int offset = offset(from);
        long searched = from + offset;
        long local = times.next(searched);
        while (local != NONE) {
            ZoneOffsetTransition change = changeAfter(from);
            if (change == null || local - offset < change.toEpochSecond()) {
                return local - offset;
            }
            from = change.toEpochSecond();
            offset = change.getOffsetAfter().getTotalSeconds();
            // What was searched before the change need not be searched again behind it.
            if (from + offset < searched || from + offset > local) {
                searched = from + offset;
                local = times.next(searched);
            }
        }
        return NONE;
    }

    private long previousMatch(long at) {
        long until = at;
        int offset = offset(until);
        long searched = until + offset;
        long local = times.previous(searched);
        while (local != NONE) {
            ZoneOffsetTransition change = rules.previousTransition(Instant.ofEpochSecond(until + 1));
            if (change == null || local - offset >= change.toEpochSecond()) {
                return local - offset;
            }
            until = change.toEpochSecond() - 1;
            offset = change.getOffsetBefore().getTotalSeconds();
            if (until + offset > searched || until + offset < local) {
                searched = until + offset;
                local = times.previous(searched);
            }
        }
        return NONE;
    }

    private long countMatches(long from, long to) {
        long count = 0;
        long start = from;
        int offset = offset(from);
        while (true) {
            ZoneOffsetTransition change = changeAfter(start);
            if (change == null || change.toEpochSecond() > to) {
                return count + times.count(start + offset, to + 1 + offset);
            }
            count += times.count(start + offset, change.toEpochSecond() + offset);
            start = change.toEpochSecond();
            offset = change.getOffsetAfter().getTotalSeconds();
        }
    }

    private long nextListed(long after) {
        long local = times.next(after + offset(after) + 1);
        while (local != NONE) {
            LocalDateTime time = localTime(local);
            ZoneOffsetTransition change = rules.getTransition(time);
            if (change == null) {
                return local - rules.getOffset(time).getTotalSeconds();
            }
            long found = instant(local, change);
            if (found > after) {
                return found;
            }
            // The hour comes for the second time: its slots lie behind us.
            local = times.next(local(change.getDateTimeBefore()));
        }
        return NONE;
    }

    private long previousListed(long at) {
        long local = times.previous(lastPassed(at));
        if (local == NONE) {
            return NONE;
        }
        LocalDateTime time = localTime(local);
        ZoneOffsetTransition change = rules.getTransition(time);
        return change == null ? local - rules.getOffset(time).getTotalSeconds() : instant(local, change);
    }

    private long countListed(long from, long to) {
        long count = times.count(lastPassed(from - 1) + 1, lastPassed(to) + 1);
        for (ZoneOffsetTransition change = changeAfter(from - 1);
                change != null && change.toEpochSecond() <= to;
                change = changeAfter(change.toEpochSecond())) {
            if (change.isGap()) {
                // All that fall on the end of the gap are one.
                long end = local(change.getDateTimeAfter());
                count -= Math.max(0, times.count(local(change.getDateTimeBefore()), end + 1) - 1);
            }
        }
        return count;
    }

    /// The latest local time whose slot, if it is in the list, is not after a second.
    private long lastPassed(long at) {
        long local = at + offset(at);
        ZoneOffsetTransition change = rules.getTransition(localTime(local));
        return change != null && change.isOverlap() && at >= change.toEpochSecond()
                ? local(change.getDateTimeBefore()) - 1
                : local;
    }

    private static long instant(long local, ZoneOffsetTransition change) {
        return change.isGap()
                ? change.toEpochSecond()
                : local - change.getOffsetBefore().getTotalSeconds();
    }

    private @Nullable ZoneOffsetTransition changeAfter(long second) {
        return rules.nextTransition(Instant.ofEpochSecond(second));
    }

    private int offset(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    private static LocalDateTime localTime(long local) {
        return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
    }

    private static long local(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC);
    }
}
