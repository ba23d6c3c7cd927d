package dev.rota.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Slots in a row that are treated alike: all suppressed for one reason, or all fit to run.
///
/// @param suppressed why they do not run; null: they are fit to run
/// @param due        of a single slot, when it may start; null: each starts at its own start
/// @param attempted  a single slot that has had a run already, and so is never counted as skipped
record Stretch(
        @Nullable Reason suppressed,
        Instant first,
        Instant last,
        long count,
        @Nullable Instant due,
        boolean attempted) {

    /// Slots that have passed, cut into stretches, and the first slot that has not (null: there is none).
    record Walk(List<Stretch> stretches, @Nullable Instant rest) {
        long runnable() {
            long sum = 0;
            for (Stretch stretch : stretches) {
                sum += stretch.suppressed == null ? stretch.count : 0;
            }
            return sum;
        }
    }

    /// Cuts the slots from `from` on that have passed by `now` into stretches, at the edges of windows and
    /// blackouts.
    ///
    /// A closed time that has not ended stays whole under [OutsideWindow#AT_OPEN]: its newest is unknown.
    ///
    /// @param attemptedDue when the slot `from` may run again; null: it has had no run yet
    static Walk walk(
            Timetable table,
            @Nullable Instant from,
            @Nullable Instant attemptedDue,
            @Nullable Instant notBefore,
            Instant now) {
        Recurrence slots = table.when().recurrence();
        Instant limit = now.minus(table.offset());
        List<Stretch> found = new ArrayList<>();
        Instant slot = from;
        if (slot != null && attemptedDue != null) {
            found.add(new Stretch(null, slot, slot, 1, attemptedDue, true));
            slot = slots.nextAfter(slot);
        }
        if (slot != null && notBefore != null && slot.isBefore(notBefore)) {
            Instant last = slots.atOrBefore(earlier(before(notBefore), limit));
            if (last != null && !last.isBefore(slot)) {
                found.add(of(slots, Reason.DEFERRED, slot, last));
                slot = slots.nextAfter(last);
            }
            if (slot != null && slot.isBefore(notBefore)) {
                return new Walk(found, slot);
            }
        }
        while (slot != null && !slot.isAfter(now)) {
            Instant last = past(table, slot, limit, now, found);
            if (last == null) {
                break;
            }
            slot = slots.nextAfter(last);
        }
        return new Walk(found, slot);
    }

    /// Adds what `slot` begins; its last slot, or null when it has not passed.
    private static @Nullable Instant past(
            Timetable table, Instant slot, Instant limit, Instant now, List<Stretch> found) {
        OpenTime open = table.open();
        if (open.isBlackedOut(slot)) {
            return until(table, Reason.BLACKOUT, slot, open.blackoutEnd(slot), limit, found);
        }
        if (open.isOpen(slot)) {
            return until(table, null, slot, open.nextClosing(slot), limit, found);
        }
        Instant opening = open.nextOpening(slot);
        if (opening == null || table.when().outside() == OutsideWindow.SKIP) {
            return until(table, Reason.OUTSIDE_WINDOW, slot, open.closedUntil(slot), limit, found);
        }
        return opening.isAfter(now) ? null : closedTime(table, slot, opening, found);
    }

    /// Adds the slots from `slot` on before `end` (null: without end) whose starts have passed.
    private static @Nullable Instant until(
            Timetable table,
            @Nullable Reason suppressed,
            Instant slot,
            @Nullable Instant end,
            Instant limit,
            List<Stretch> found) {
        Recurrence slots = table.when().recurrence();
        Instant last = slots.atOrBefore(end == null ? limit : earlier(before(end), limit));
        if (last == null || last.isBefore(slot)) {
            return null;
        }
        found.add(of(slots, suppressed, slot, last));
        return last;
    }

    /// Adds a closed time that is over, with the blackouts inside it; the newest slot of the closed time itself
    /// runs at the opening, unless there is one for that.
    private static @Nullable Instant closedTime(Timetable table, Instant slot, Instant opening, List<Stretch> found) {
        OpenTime open = table.open();
        Recurrence slots = table.when().recurrence();
        List<Stretch> parts = new ArrayList<>();
        Instant last = null;
        int newest = 0;
        for (Instant next = slot; next != null && next.isBefore(opening); next = slots.nextAfter(last)) {
            boolean blackout = open.isBlackedOut(next);
            Instant end = blackout ? open.blackoutEnd(next) : open.blackoutBeginning(next);
            Reason reason = blackout ? Reason.BLACKOUT : Reason.OUTSIDE_WINDOW;
            newest = blackout ? newest : parts.size();
            last = until(table, reason, next, end, before(opening), parts);
            if (last == null) {
                break;
            }
        }
        if (table.ownSlotAt(opening) == null) {
            Stretch closed = parts.remove(newest);
            if (closed.count > 1) {
                Instant older = slots.atOrBefore(before(closed.last));
                parts.add(newest++, of(slots, Reason.OUTSIDE_WINDOW, closed.first, older == null ? slot : older));
            }
            parts.add(newest, new Stretch(null, closed.last, closed.last, 1, opening, false));
        }
        found.addAll(parts);
        return last;
    }

    /// When the last slot of the stretch may start.
    Instant lastDue(Timetable table) {
        return due == null ? table.start(last) : due;
    }

    /// How many slots may start before an instant.
    long dueBefore(Timetable table, Instant instant) {
        if (due != null) {
            return due.isBefore(instant) ? 1 : 0;
        }
        Instant latest = before(instant).minus(table.offset());
        return table.when().recurrence().count(first, earlier(latest, last));
    }

    /// The first `size` slots of the stretch.
    Stretch head(Recurrence slots, long size) {
        return size == count ? this : new Stretch(suppressed, first, slots(slots, size - 1), size, due, attempted);
    }

    /// The stretch without its first `size` slots.
    Stretch tail(Recurrence slots, long size) {
        return size == 0 ? this : new Stretch(suppressed, slots(slots, size), last, count - size, due, attempted);
    }

    /// The slot with a number, from 0, found by halving the time, for a recurrence can only count.
    private Instant slots(Recurrence slots, long number) {
        long low = Micros.floor(first);
        long high = Micros.floor(last);
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (slots.count(first, Micros.instant(middle)) > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Micros.instant(low);
    }

    private static Stretch of(Recurrence slots, @Nullable Reason suppressed, Instant first, Instant last) {
        return new Stretch(suppressed, first, last, slots.count(first, last), null, false);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant before(Instant instant) {
        return instant.minusNanos(1000);
    }
}
