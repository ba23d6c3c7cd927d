package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When the slots of one schedule start: its [When] with its own share of the spread.
///
/// The window judges the slot, not the start. A slot inside it starts at slot + offset. Of the slots of a closed
/// time, under [OutsideWindow#AT_OPEN], the newest starts at the opening, unless the recurrence has a slot of its
/// own at the opening or within the grace after it. A closed time ends when the active hours have begun and no
/// blackout goes on; slots inside a blackout are no part of it, and never start.
record Timetable(When when, OpenTime open, Duration offset) {
    /// Where nothing can be found within this time, the search goes on from there later.
    private static final Duration FAR = Duration.ofDays(400);

    private static final int FEW = 1000;

    static Timetable of(When when, long scheduleId) {
        long spread = Micros.of(when.spread());
        long share = spread == 0 ? 0 : Math.floorMod(stableHash(scheduleId), spread);
        return new Timetable(when, when.open(), Duration.ofNanos(share * 1000));
    }

    Instant start(Instant slot) {
        return slot.plus(offset);
    }

    boolean isOpen(Instant instant) {
        return open.isOpen(instant);
    }

    /// The first open instant from `instant` on. Where nothing ever opens (only blackouts can be written so), a
    /// year later somebody looks again.
    Instant opening(Instant instant) {
        Instant opening = open.nextOpening(instant);
        return opening == null ? instant.plus(FAR) : opening;
    }

    /// The first slot after another, and when it is looked at; null: there is none.
    @Nullable
    Next after(Instant slot, @Nullable Instant notBefore) {
        return next(when.recurrence().nextAfter(slot), notBefore);
    }

    @Nullable
    Next next(@Nullable Instant slot, @Nullable Instant notBefore) {
        return slot == null ? null : new Next(slot, due(slot, notBefore));
    }

    /// When `slot`, the oldest that is not settled, is looked at: the start of the run that it or a later one
    /// becomes. Where none does for more than a year, or ever, a time to look again.
    Instant due(Instant slot, @Nullable Instant notBefore) {
        Instant first = slot;
        if (notBefore != null && slot.isBefore(notBefore)) {
            Instant after = when.recurrence().atOrAfter(notBefore);
            first = after == null ? slot : after;
        }
        Instant far = first.plus(FAR);
        for (int tries = 0; tries < FEW && first.isBefore(far) && !isOpen(first); tries++) {
            boolean blackout = open.isBlackedOut(first);
            if (!blackout && when.outside() == OutsideWindow.AT_OPEN) {
                return startAtOpening(opening(first));
            }
            Instant end = blackout ? open.blackoutEnd(first) : open.nextOpening(first);
            Instant later = when.recurrence().atOrAfter(end == null ? far : end);
            if (later == null) {
                break;
            }
            first = later;
        }
        return start(first);
    }

    /// When the one run of a closed time starts that ends with `opening`.
    Instant startAtOpening(Instant opening) {
        Instant own = ownSlotAt(opening);
        return own == null ? opening : start(own);
    }

    /// The slot that the recurrence itself has at an opening or within the grace after it; null: none.
    @Nullable
    Instant ownSlotAt(Instant opening) {
        Instant slot = when.recurrence().atOrAfter(opening);
        if (slot == null || slot.isAfter(opening.plus(when.grace()))) {
            return null;
        }
        Instant closing = open.nextClosing(opening);
        return closing == null || slot.isBefore(closing) ? slot : null;
    }

    /// The opening at which a slot of a closed time runs; null: it does not run.
    @Nullable
    Instant runsAtOpening(Instant slot) {
        Instant opening = open.nextOpening(slot);
        if (opening == null || when.outside() == OutsideWindow.SKIP || ownSlotAt(opening) != null) {
            return null;
        }
        Instant later = when.recurrence().nextAfter(slot);
        while (later != null && later.isBefore(opening)) {
            Instant end = open.isBlackedOut(later) ? open.blackoutEnd(later) : null;
            if (end == null) {
                return null; // a newer one of the same closed time
            }
            later = when.recurrence().atOrAfter(end);
        }
        return opening;
    }

    /// SplitMix64's finalizer: neighbouring ids get shares far apart, and an id always the same one.
    private static long stableHash(long id) {
        long mixed = id + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
