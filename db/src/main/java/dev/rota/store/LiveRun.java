package dev.rota.store;

import dev.rota.run.Trigger;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.Schedule;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The run that a schedule has just now, as those see it who change the schedule meanwhile.
///
/// While a run of the grid is live, the attempts on the schedule's row are those of its own slot, which lies before
/// the next one; while a run beside the grid is, they are those of the next slot. Whoever moves the schedule on past
/// slots that a run of the grid would come back to (a retry, a hand-back) sets the attempts to 0: the slot of that
/// run is settled by the run itself, and it does not come back.
///
/// @param slot of the run; of a request, when it was made
record LiveRun(boolean ofTheGrid, Instant slot) {

    /// What runs now of a schedule whose row is locked; null: nothing.
    static @Nullable LiveRun of(Handle handle, long scheduleId) {
        return handle.createQuery("""
            select r.slot, r.trigger from schedule_progress s
              join run r on r.slot = s.current_slot and r.id = s.current_run
            where s.schedule_id = :id
            """)
                .bind("id", scheduleId)
                .map((row, _) -> new LiveRun(
                        Trigger.SCHEDULED.word().equals(row.getString("trigger")), Columns.instant(row, "slot")))
                .findOne()
                .orElse(null);
    }

    /// The same of many, by the ids of their runs.
    ///
    /// @param slots of these runs
    static Map<UUID, LiveRun> of(Handle handle, Collection<UUID> runs, SortedSet<Instant> slots) {
        Map<UUID, LiveRun> live = new HashMap<>();
        if (!runs.isEmpty()) {
            handle.createQuery("""
                select id, slot, trigger from run where id = any(:runs) and slot >= :first and slot <= :last
                """)
                    .bindArray("runs", UUID.class, runs)
                    .bind("first", Sql.time(slots.getFirst()))
                    .bind("last", Sql.time(slots.getLast()))
                    .map((row, _) -> live.put(
                            Columns.uuid(row, "id"),
                            new LiveRun(
                                    Trigger.SCHEDULED.word().equals(row.getString("trigger")),
                                    Columns.instant(row, "slot"))))
                    .list();
        }
        return live;
    }

    /// The schedule as it stands beside its live run: with the attempts at its next slot, and no others.
    static Schedule beside(@Nullable LiveRun live, Schedule schedule) {
        return live != null && live.ofTheGrid() ? schedule.betweenSlots() : schedule;
    }

    /// The first instant from `now` on at which a slot can have no run yet. A run that was claimed a moment ahead
    /// has one at a slot that is still to come.
    static Instant free(@Nullable LiveRun live, Schedule schedule, Instant now) {
        boolean tried = live == null && schedule.progress().slotAttempts() > 0;
        Instant taken = live != null && live.ofTheGrid()
                ? live.slot()
                : tried ? schedule.progress().nextSlot() : null;
        return taken == null || taken.isBefore(now) ? now : taken.plusNanos(1000);
    }

    /// Whether the slots from the next one on passed while the run was live, and not before it began.
    static boolean overlaps(@Nullable LiveRun live, Schedule schedule) {
        Instant due = schedule.progress().nextDue();
        return live != null
                && due != null
                && due.isAfter(live.slot())
                && schedule.plan().when().missed().kind() != MissedPolicy.Kind.ALL;
    }
}
