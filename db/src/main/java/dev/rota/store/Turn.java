package dev.rota.store;

import dev.rota.schedule.Every;
import dev.rota.schedule.Next;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Recurrence;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Where a schedule goes from here when somebody edits it, or switches it on or off. Its row is locked by the
/// caller.
///
/// @param keeps whether it still stands before the same slot
record Turn(@Nullable Instant slot, @Nullable Instant due, boolean keeps) {

    /// Switches a schedule on, which also undoes that it was given up, and forgets its failures. Slots of the time
    /// in between become one decision; one that was on keeps its next slot.
    ///
    /// @return whether anything was to be done
    static boolean enable(Handle handle, Schedule old) {
        if (old.plan().enabled() && old.progress().autoDisabledAt() == null) {
            return forget(handle, old);
        }
        Instant now = Sql.clock(handle);
        Turn turn = on(handle, old, old.plan(), now);
        handle.createUpdate("""
            update schedules set enabled = true, version = version + 1, updated_at = :now, failures = 0,
              outcomes_known = 0, failing_since = null, probes = 0, probe_due = null,
              deaths = 0, auto_disabled_at = null, auto_disabled_reason = null, slot_attempts = 0,
              slot_failures = 0, next_slot = :next_slot, next_due = :next_due
            where id = :id
            """)
                .bind("id", old.id())
                .bind("next_slot", Sql.time(turn.slot()))
                .bind("next_due", Sql.time(turn.due()))
                .bind("now", Sql.time(now))
                .execute();
        RequestStore.wake(handle);
        return true;
    }

    private static boolean forget(Handle handle, Schedule on) {
        return handle.createUpdate("""
            update schedules set failures = 0, outcomes_known = 0, failing_since = null, deaths = 0,
              progress_seq = progress_seq + 1
            where id = :id and (failures > 0 or failing_since is not null or deaths > 0)
            """).bind("id", on.id()).execute() > 0;
    }

    /// Switches a schedule off. A run that goes on is not touched. The next slot stays, to say from when on it was
    /// paused.
    ///
    /// @return whether anything was to be done
    static boolean disable(Handle handle, long id) {
        int changed = handle.createUpdate("""
            update schedules set enabled = false, version = version + 1, updated_at = clock_timestamp()
            where id = :id and enabled
            """).bind("id", id).execute();
        RequestStore.wake(handle);
        return changed > 0;
    }

    /// What an edit of the plan makes of it. Where the edit moves the slots, those of the old plan that have passed
    /// and that nobody took become decisions.
    static Turn edited(Handle handle, Schedule old, Plan plan, Instant now) {
        LiveRun live = LiveRun.of(handle, old.id());
        Schedule edited = new Schedule(old.id(), old.version() + 1, plan, old.progress());
        Next next = edited.afterEdit(old.plan(), old.progress(), LiveRun.free(live, old, now));
        boolean keeps = next != null
                && next.slot().equals(old.progress().nextSlot())
                && next.due().equals(old.progress().nextDue());
        boolean off = !old.plan().enabled() || old.progress().autoDisabledAt() != null;
        if (!keeps && off) {
            writeStandstill(handle, LiveRun.beside(live, old), now);
        } else if (!keeps) {
            Reason fit = LiveRun.overlaps(live, old) ? Reason.OVERLAP : Reason.MISSED;
            write(handle, old, LiveRun.beside(live, old).leftBehind(fit, now), now);
        }
        return of(next, keeps);
    }

    /// Writes what was not walked while it was off, and goes on from now.
    static Turn on(Handle handle, Schedule old, Plan plan, Instant now) {
        LiveRun live = LiveRun.of(handle, old.id());
        writeStandstill(handle, LiveRun.beside(live, old), now);
        Schedule edited = new Schedule(old.id(), old.version() + 1, plan, old.progress());
        return of(edited.first(LiveRun.free(live, old, now)), false);
    }

    private static Turn of(@Nullable Next next, boolean keeps) {
        return new Turn(next == null ? null : next.slot(), next == null ? null : next.due(), keeps);
    }

    private static void writeStandstill(Handle handle, Schedule old, Instant now) {
        Skip passed = old.passed(old.plan().enabled() ? Reason.AUTO_DISABLED : Reason.PAUSED, now);
        write(handle, old, passed == null ? List.of() : List.of(passed), now);
    }

    private static void write(Handle handle, Schedule old, List<Skip> skips, Instant now) {
        skips.forEach(skip -> Partitions.ensure(handle, "decision", skip.first()));
        Decisions decisions = new Decisions();
        decisions.add(old.id(), old.version(), skips, now);
        decisions.write(handle);
    }

    /// A grid that was written without its first slot keeps the one it had; a new one begins now.
    static Plan anchored(Plan plan, Recurrence old, Instant now) {
        return plan.anchoredAt(old instanceof Every(var _, Instant anchor) && anchor != null ? anchor : now);
    }
}
