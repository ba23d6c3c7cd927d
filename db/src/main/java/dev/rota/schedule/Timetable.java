package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When the slots of one schedule start: its [When] with its own share of the spread.
///
/// The window judges the slot, not the start. A slot inside it starts at slot + offset. Of the slots of a closed
/// time, under [OutsideWindow#AT_OPEN], the newest starts at the opening, unless the recurrence has a slot of its
/// own at the opening or within the grace after it.
record Timetable(When when, Duration offset) {
    /// Where nothing can be found within this time, the search goes on from there later.
    private static final Duration FAR = Duration.ofDays(400);

    private static final int FEW = 1000;

    static Timetable of(When when, long scheduleId) {
        long spread = Micros.of(when.spread());
        long share = spread == 0 ? 0 : Math.floorMod(stableHash(scheduleId), spread);
        return new Timetable(when, Duration.ofNanos(share * 1000));
    }

    Instant start(Instant slot) {
        return slot.plus(offset);
    }

    boolean isOpen(Instant instant) {
        return when.activeHours().isOpen(instant, when.zone());
    }

    /// The first open instant from `instant` on. A window that never opens (there is none that could be written) is
    /// looked at again a year later.
    Instant opening(Instant instant) {
        Instant opening = when.activeHours().nextOpening(instant, when.zone());
        return opening == null ? instant.plus(FAR) : opening;
    }

    @Nullable
    Instant closing(Instant instant) {
        return when.activeHours().nextClosing(instant, when.zone());
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
    /// becomes.
    Instant due(Instant slot, @Nullable Instant notBefore) {
        Instant first = slot;
        if (notBefore != null && slot.isBefore(notBefore)) {
            Instant after = when.recurrence().atOrAfter(notBefore);
            first = after == null ? slot : after;
        }
        if (isOpen(first)) {
            return start(first);
        }
        return switch (when.outside()) {
            case AT_OPEN -> startAtOpening(opening(first));
            case SKIP -> start(firstInside(first));
        };
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
        Instant closing = closing(opening);
        return closing == null || slot.isBefore(closing) ? slot : null;
    }

    /// The first slot inside the window; where a grid and a window do not meet for more than a year, one outside
    /// that is far enough away to look again.
    private Instant firstInside(Instant from) {
        Instant far = from.plus(FAR);
        Instant slot = from;
        for (int tries = 0; tries < FEW && !isOpen(slot) && slot.isBefore(far); tries++) {
            Instant inside = when.recurrence().atOrAfter(opening(slot));
            if (inside == null) {
                return slot;
            }
            slot = inside;
        }
        return slot;
    }

    /// SplitMix64's finalizer: neighbouring ids get shares far apart, and an id always the same one.
    private static long stableHash(long id) {
        long mixed = id + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
