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

    /// Cuts the slots from `from` on that have passed by `now` into stretches, at the edges of the window.
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
            Instant last =
                    table.isOpen(slot) ? inside(table, slot, limit, found) : outside(table, slot, limit, now, found);
            if (last == null) {
                break;
            }
            slot = slots.nextAfter(last);
        }
        return new Walk(found, slot);
    }

    private static @Nullable Instant inside(Timetable table, Instant slot, Instant limit, List<Stretch> found) {
        Instant closing = table.closing(slot);
        Recurrence slots = table.when().recurrence();
        Instant last = slots.atOrBefore(closing == null ? limit : earlier(before(closing), limit));
        if (last == null || last.isBefore(slot)) {
            return null;
        }
        found.add(of(slots, null, slot, last));
        return last;
    }

    private static @Nullable Instant outside(
            Timetable table, Instant slot, Instant limit, Instant now, List<Stretch> found) {
        Instant opening = table.opening(slot);
        Recurrence slots = table.when().recurrence();
        boolean skip = table.when().outside() == OutsideWindow.SKIP;
        Instant last = slots.atOrBefore(skip ? earlier(before(opening), limit) : before(opening));
        if (last == null || last.isBefore(slot) || (!skip && opening.isAfter(now))) {
            return null;
        }
        if (skip || table.ownSlotAt(opening) != null) {
            found.add(of(slots, Reason.OUTSIDE_WINDOW, slot, last));
        } else {
            if (slot.isBefore(last)) {
                Instant older = slots.atOrBefore(before(last));
                found.add(of(slots, Reason.OUTSIDE_WINDOW, slot, older == null ? slot : older));
            }
            found.add(new Stretch(null, last, last, 1, opening, false));
        }
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
