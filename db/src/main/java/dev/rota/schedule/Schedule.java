package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schedule: what its user wrote and where it stands. Everything about when it runs is decided here, from values
/// and an instant; the daemon, the API and the command line use the same answers.
///
/// Every slot ends as exactly one of a run and a [Skip]. `progress.nextSlot` is the oldest slot that has not;
/// whatever is decided settles slots in their order, from there on.
///
/// @param id      of the database; it also gives the schedule its share of the spread
/// @param version of the plan, counted up by every edit
public record Schedule(long id, long version, Plan plan, Progress progress) {

    /// What to do now. Whether the schedule is enabled is not asked: those that are not are not looked at.
    ///
    /// @param clock the instant; it may lie a moment (100 ms) ahead, for no run is told to start before its time
    public Decision decide(Instant clock) {
        return decide(clock, timetable());
    }

    /// The same, for whoever decides again and again and keeps the timetable.
    Decision decide(Instant clock, Timetable table) {
        Instant now = Micros.cut(clock);
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        if (slot == null || due == null) {
            return new Decision.Wait(List.of(), null);
        }
        if (now.isBefore(due)) {
            return new Decision.Wait(List.of(), new Next(slot, due));
        }
        Instant attemptedDue = progress.slotAttempts() > 0 ? due : null;
        Stretch.Walk walk = Stretch.walk(table, slot, attemptedDue, progress.notBefore(), now);
        Settlement settlement = new Settlement(table, walk);
        long runnable = walk.runnable();
        boolean late = now.isAfter(due.plus(when().grace()));
        if (runnable == 0) {
            return waiting(settlement, table);
        }
        if (late && !table.isOpen(now)) {
            return switch (when().outside()) {
                case AT_OPEN -> new Decision.Wait(List.of(), new Next(slot, table.startAtOpening(table.opening(now))));
                case SKIP -> waiting(settlement, table);
            };
        }
        long missed = switch (when().missed().kind()) {
            case LAST -> 0;
            case NONE -> tooOld(walk, table, now);
            case ALL -> Math.max(0, runnable - when().missed().max());
        };
        if (missed == runnable) {
            return waiting(settlement, table);
        }
        long coalesced = when().missed().kind() == MissedPolicy.Kind.ALL ? 0 : runnable - missed - 1;
        Settlement.Chosen chosen = settlement.run(missed, coalesced);
        return new Decision.Start(
                chosen.slot(),
                chosen.due().isBefore(due) ? due : chosen.due(),
                late,
                chosen.coalesced(),
                chosen.attempted() ? progress.slotAttempts() + 1 : 1,
                settlement.skips(),
                table.after(chosen.slot(), progress.notBefore()));
    }

    /// Where a schedule stands that is new or whose slots were computed anew: its first slot from `now` on.
    public @Nullable Next first(Instant now) {
        if (when().recurrence() instanceof AfterCompletion(Duration every, Instant pending)) {
            Instant at = Micros.cut(now);
            if (pending == null || pending.isAfter(at.plus(every))) {
                return delayed(pending == null ? at : at.plus(every));
            }
        }
        return timetable().next(when().recurrence().atOrAfter(Micros.cut(now)), progress.notBefore());
    }

    /// Where the schedule stands when `slot` and everything before it are settled.
    public @Nullable Next nextAfter(Instant slot) {
        return timetable().after(slot, progress.notBefore());
    }

    /// What a run that has ended leaves behind: slots that passed meanwhile are skipped as [Reason#OVERLAP] (those
    /// outside the window as such), and what comes then.
    ///
    /// Nothing is skipped where something else is to be said about those slots: they were overdue before the run (a
    /// request came first), a retry of theirs waits, or missed slots are made up for one by one.
    ///
    /// @param slot the run's; for a request, when it was made
    public AfterRun afterRun(Instant slot, Instant now) {
        return afterRun(slot, now, timetable());
    }

    /// The same, for whoever keeps the timetable.
    AfterRun afterRun(Instant slot, Instant now, Timetable table) {
        if (!(when().recurrence() instanceof AfterCompletion(Duration every, var _))) {
            return onTheGrid(slot, now, table);
        }
        // The delay begins anew when its own run ends, and where a slot passed while a requested one was live.
        Instant waitsFor = progress.nextSlot();
        boolean own = waitsFor == null || waitsFor.minus(every).equals(slot);
        AfterRun after = own ? new AfterRun(List.of(), null) : onTheGrid(slot, now, table);
        return own || !after.skips().isEmpty()
                ? new AfterRun(after.skips(), delayed(Micros.cut(now).plus(every)))
                : after;
    }

    private @Nullable Next delayed(Instant slot) {
        return Timetable.of(plan.when().waitingFor(slot), id).next(slot, progress.notBefore());
    }

    private AfterRun onTheGrid(Instant slot, Instant now, Timetable table) {
        Instant unsettled = progress.nextSlot();
        Instant due = progress.nextDue();
        if (unsettled == null || due == null || unsettled.equals(slot)) {
            unsettled = when().recurrence().nextAfter(slot);
        } else if (progress.slotAttempts() > 0) {
            return new AfterRun(List.of(), new Next(unsettled, due));
        } else if (!due.isAfter(slot)) {
            return new AfterRun(List.of(), notEarlier(unsettled, due, table));
        }
        if (when().missed().kind() == MissedPolicy.Kind.ALL) {
            return new AfterRun(List.of(), table.next(unsettled, progress.notBefore()));
        }
        Stretch.Walk walk = Stretch.walk(table, unsettled, null, null, Micros.cut(now));
        List<Skip> skips = new Settlement(table, walk).withoutRun(Reason.OVERLAP);
        return new AfterRun(skips, table.next(walk.rest(), progress.notBefore()));
    }

    /// What comes after the run of a slot when it ends now: a retry of that run must begin before it.
    public @Nullable Next following(Instant slot, Instant now) {
        return when().recurrence() instanceof AfterCompletion(Duration every, var _)
                ? delayed(Micros.cut(now).plus(every))
                : nextAfter(slot);
    }

    /// The unsettled slots before `now`, as skipped for one reason: what to write when a schedule is enabled again
    /// ([Reason#PAUSED], [Reason#AUTO_DISABLED]) before it goes on with [#first]. Null: there are none.
    public @Nullable Skip passed(Reason reason, Instant now) {
        Instant slot = progress.nextSlot();
        if (slot != null && progress.slotAttempts() > 0) {
            slot = when().recurrence().nextAfter(slot); // it has a run
        }
        Instant last = when().recurrence().atOrBefore(Micros.cut(now).minusNanos(1000));
        return slot == null || last == null || last.isBefore(slot)
                ? null
                : new Skip(reason, slot, last, when().recurrence().count(slot, last), null);
    }

    /// The unsettled slots before `now`, each skipped for its own reason: what an edit that moves the slots leaves
    /// behind.
    ///
    /// @param fit the reason for those that were fit to run
    public List<Skip> leftBehind(Reason fit, Instant now) {
        Instant slot = progress.nextSlot();
        if (slot == null) {
            return List.of();
        }
        Timetable table = timetable();
        Instant before = Micros.cut(now).minusNanos(1000);
        Instant attemptedDue = progress.slotAttempts() > 0 ? progress.nextDue() : null;
        Stretch.Walk walk = Stretch.walk(table, slot, attemptedDue, progress.notBefore(), before);
        List<Skip> skips = new ArrayList<>(new Settlement(table, walk).withoutRun(fit));
        Instant rest = walk.rest();
        Instant last = when().recurrence().atOrBefore(before);
        if (rest != null && last != null && !last.isBefore(rest)) {
            Reason reason = table.open().isBlackedOut(rest)
                    ? Reason.BLACKOUT
                    : table.isOpen(rest) ? fit : Reason.OUTSIDE_WINDOW;
            skips.add(new Skip(reason, rest, last, when().recurrence().count(rest, last), null));
        }
        return skips;
    }

    /// Where the schedule stands when its calendars were edited, and which slots that settles.
    ///
    /// What has passed in a blackout, or outside the window with nothing to come of it, stays what it was under the
    /// calendars before; all else, slots that are due and slots that wait for an opening, is judged by the new
    /// ones. A retry is left alone. This schedule has the new calendars.
    ///
    /// @param before as it was
    public AfterRun afterCalendars(Schedule before, Instant now) {
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        if (slot == null || due == null || progress.slotAttempts() > 0) {
            return new AfterRun(List.of(), slot == null || due == null ? null : new Next(slot, due));
        }
        Timetable old = before.timetable();
        Stretch.Walk walk = Stretch.walk(old, slot, null, progress.notBefore(), Micros.cut(now));
        List<Stretch> settled = new ArrayList<>();
        Instant rest = walk.rest();
        for (Stretch stretch : walk.stretches()) {
            if (stretch.suppressed() == null) {
                rest = stretch.first();
                break;
            }
            settled.add(stretch);
        }
        List<Skip> skips = new Settlement(old, new Stretch.Walk(settled, rest)).withoutRun(Reason.MISSED);
        return new AfterRun(skips, timetable().next(rest, progress.notBefore()));
    }

    /// The same schedule without attempts at its next slot.
    public Schedule betweenSlots() {
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        return new Schedule(id, version, plan, progress.at(slot == null || due == null ? null : new Next(slot, due)));
    }

    /// Where the schedule stands after its plan was edited: as before, unless the edit moved the slots or their
    /// starts.
    ///
    /// When the answer is another slot, the unsettled ones before it are lost to the new plan; [#passed] of the
    /// schedule as it was tells which. The attempts counted at the slot before are then void.
    ///
    /// @param old      the plan before; this schedule has the new one
    /// @param progress as it was before
    public @Nullable Next afterEdit(Plan old, Progress progress, Instant now) {
        Instant slot = progress.nextSlot();
        Instant due = progress.nextDue();
        return slot != null && due != null && when().sameSlotsAs(old.when()) ? new Next(slot, due) : first(now);
    }

    /// The next slots from an instant on, those that will be suppressed included.
    ///
    /// @param n how many at most
    public List<Upcoming> upcoming(Instant from, int n) {
        return new Outlook(this, timetable()).upcoming(from, n);
    }

    /// The first instant from `at` on at which it may run.
    public Instant openFrom(Instant at) {
        Timetable table = timetable();
        return table.isOpen(at) ? at : table.opening(at);
    }

    /// Why a slot that lies ahead will not run, as a sentence; null: it will.
    public @Nullable String why(Upcoming upcoming) {
        return upcoming.suppressed() == null
                ? null
                : new Because(when(), timetable()).of(upcoming.suppressed(), upcoming.slot());
    }

    /// The zone of its local times.
    public ZoneId zone() {
        return when().zone();
    }

    /// Why none of its slots runs; null: they do.
    @Nullable
    Reason standstill() {
        return !plan.enabled() ? Reason.PAUSED : progress.autoDisabledAt() != null ? Reason.AUTO_DISABLED : null;
    }

    private Decision waiting(Settlement settlement, Timetable table) {
        List<Skip> skips = settlement.withoutRun(Reason.MISSED);
        return new Decision.Wait(skips, table.next(settlement.rest(), progress.notBefore()));
    }

    /// How many slots, from the oldest on, are older than the grace. A slot that was handed back is as old as those
    /// after it, although its due time is new.
    private long tooOld(Stretch.Walk walk, Timetable table, Instant now) {
        long before = 0;
        long old = 0;
        for (Stretch stretch : walk.stretches()) {
            if (stretch.suppressed() == null) {
                long here = stretch.dueBefore(table, now.minus(when().grace()));
                old = here > 0 ? before + here : old;
                before += stretch.count();
            }
        }
        return old;
    }

    private Next notEarlier(Instant slot, Instant due, Timetable table) {
        Instant computed = table.due(slot, progress.notBefore());
        return new Next(slot, computed.isBefore(due) ? due : computed);
    }

    Timetable timetable() {
        return Timetable.of(when(), id);
    }

    /// The plan's rules, from where the schedule stands.
    When when() {
        return plan.when().waitingFor(progress.nextSlot());
    }
}
