package dev.rota.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of the slots that have passed: which one runs, and why the others do not.
final class Settlement {
    private final Timetable table;
    private final Stretch.Walk walk;
    private final List<Skip> skips = new ArrayList<>();

    Settlement(Timetable table, Stretch.Walk walk) {
        this.table = table;
        this.walk = walk;
    }

    /// The slot that runs, and how many others it stands for.
    record Chosen(Instant slot, Instant due, boolean attempted, long coalesced) {}

    /// Settles all slots that have passed without a run; those fit to run are skipped for a reason.
    List<Skip> withoutRun(Reason reason) {
        for (Stretch stretch : walk.stretches()) {
            skip(stretch, stretch.suppressed() == null ? reason : stretch.suppressed());
        }
        return skips;
    }

    /// Lets one slot run: of those fit to run, the first `missed` are dropped and the following `coalesced` are
    /// merged into the run of the one after them. Nothing after that one is settled.
    Chosen run(long missed, long coalesced) {
        long toDrop = missed;
        long toMerge = coalesced;
        long merged = 0;
        Recurrence slots = table.when().recurrence();
        for (Stretch stretch : walk.stretches()) {
            if (stretch.suppressed() != null) {
                skip(stretch, stretch.suppressed());
                continue;
            }
            long dropped = Math.min(toDrop, stretch.count());
            long mergedHere = Math.min(toMerge, stretch.count() - dropped);
            toDrop -= dropped;
            toMerge -= mergedHere;
            if (dropped > 0) {
                skip(stretch.head(slots, dropped), Reason.MISSED);
            }
            if (mergedHere > 0) {
                merged += stretch.attempted() ? 0 : mergedHere;
                skip(stretch.tail(slots, dropped).head(slots, mergedHere), Reason.COALESCED);
            }
            if (dropped + mergedHere < stretch.count()) {
                Stretch chosen = stretch.tail(slots, dropped + mergedHere).head(slots, 1);
                return new Chosen(chosen.first(), chosen.lastDue(table), chosen.attempted(), merged);
            }
        }
        throw new IllegalArgumentException("more slots to skip than there are");
    }

    List<Skip> skips() {
        return skips;
    }

    @Nullable
    Instant rest() {
        return walk.rest();
    }

    private void skip(Stretch stretch, Reason reason) {
        if (stretch.attempted()) {
            return; // it has a run, which accounts for it
        }
        Skip before = skips.isEmpty() ? null : skips.getLast();
        if (before != null && before.reason() == reason && before.count() != null) {
            skips.removeLast();
            skips.add(new Skip(reason, before.first(), stretch.last(), before.count() + stretch.count(), null));
        } else {
            skips.add(new Skip(reason, stretch.first(), stretch.last(), stretch.count(), null));
        }
    }
}
