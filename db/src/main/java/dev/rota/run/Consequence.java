package dev.rota.run;

import dev.rota.schedule.AfterRun;
import dev.rota.schedule.Next;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the end of a run means for its schedule: where it goes from here, and whether it is given up or taken back.
///
/// @param next         the slot it stands before; null: there is none
/// @param slotAttempts runs that this slot has had
/// @param slotFailures how many of them failed
/// @param notBefore    slots before this instant do not run
/// @param breaker      the count after this run
/// @param probation    when it is probed, if it is given up
/// @param restored     whether a probe took it back
/// @param skips        slots that became no run
public record Consequence(
        @Nullable Next next,
        int slotAttempts,
        int slotFailures,
        @Nullable Instant notBefore,
        Breaker.Verdict breaker,
        Probation probation,
        boolean restored,
        List<Skip> skips) {

    /// Where a schedule stood while the run was live.
    ///
    /// @param quarantined whether it was given up because its daemons died, which no probe undoes
    public record Stand(Schedule schedule, Breaker.Memory memory, Probation probation, boolean quarantined) {}

    /// The probes of a schedule that was given up.
    ///
    /// @param probes how many have failed
    /// @param due    when the next one starts, or null
    public record Probation(int probes, @Nullable Instant due) {
        public static final Probation NONE = new Probation(0, null);

        /// The first probe of a schedule that is given up `now`.
        public static Probation begin(Schedule schedule, Instant now) {
            return after(schedule, 0, now);
        }

        static Probation after(Schedule schedule, int probes, Instant now) {
            Duration pause = schedule.plan().failure().breaker().untilProbe(probes);
            // What runs only when asked, or has run for the last time, is not run by us either.
            return new Probation(
                    probes, pause == null || schedule.first(now) == null ? null : schedule.openFrom(now.plus(pause)));
        }
    }

    /// @param excused whether a failure does not count, whatever it was: the daemon itself could not get out
    /// @param now     when this is decided, under the lock of the schedule
    public static Consequence of(Stand stand, Claim claim, Outcome outcome, boolean excused, Instant now) {
        Schedule schedule = stand.schedule();
        Progress progress = schedule.progress();
        boolean slotRun = claim.trigger() == Trigger.SCHEDULED;
        // A run beside the grid that went through says nothing about the target's wish to be left alone until then.
        Instant asked = slotRun ? null : progress.notBefore();
        Instant notBefore = outcome instanceof Outcome.Deferred(Instant until, String _) ? until : asked;
        if (restores(stand, claim, outcome)) {
            Skip passed = schedule.passed(Reason.AUTO_DISABLED, now);
            return new Consequence(
                    schedule.first(now),
                    0,
                    0,
                    notBefore,
                    new Breaker.Verdict(Breaker.Memory.CLEAN, false, null),
                    Probation.NONE,
                    true,
                    passed == null ? List.of() : List.of(passed));
        }
        int failed = progress.slotFailures() + 1;
        // No attempts: somebody moved the schedule on while it ran, and it does not come back to this slot.
        boolean movedOn = progress.slotAttempts() == 0;
        Instant retry = slotRun && !movedOn && outcome instanceof Outcome.Failed
                ? Retries.at(schedule, claim.slot(), failed, now)
                : null;
        Breaker.Verdict breaker = Breaker.after(
                stand.memory(),
                outcome,
                weight(schedule, claim, outcome, retry != null || excused),
                schedule.plan().failure().breaker(),
                now);
        Probation probation = probation(stand, claim, outcome, breaker.reason() != null, excused, now);
        if (retry != null) {
            return new Consequence(
                    new Next(claim.slot(), retry),
                    claim.attempt(),
                    failed,
                    notBefore,
                    breaker,
                    probation,
                    false,
                    List.of());
        }
        int slotAttempts = slotRun ? 0 : progress.slotAttempts();
        int slotFailures = slotRun ? 0 : progress.slotFailures();
        AfterRun after =
                settled(schedule, slotAttempts, slotFailures, notBefore).afterRun(claim.slot(), now);
        return new Consequence(
                after.next(), slotAttempts, slotFailures, notBefore, breaker, probation, false, after.skips());
    }

    private static boolean restores(Stand stand, Claim claim, Outcome outcome) {
        Schedule schedule = stand.schedule();
        return claim.trigger() == Trigger.PROBE
                && outcome instanceof Outcome.Succeeded
                && schedule.progress().autoDisabledAt() != null
                && schedule.plan().enabled()
                && !stand.quarantined()
                && claim.job().equals(schedule.plan().job());
    }

    private static Breaker.Weight weight(Schedule schedule, Claim claim, Outcome outcome, boolean failureIsNone) {
        if ((failureIsNone && outcome instanceof Outcome.Failed)
                || !claim.job().equals(schedule.plan().job())) {
            return Breaker.Weight.NONE;
        }
        return switch (claim.trigger()) {
            case SCHEDULED -> Breaker.Weight.SLOT;
            case MANUAL -> claim.forced() ? Breaker.Weight.NONE : Breaker.Weight.ASKED;
            case PROBE, TEST -> Breaker.Weight.NONE;
        };
    }

    private static Probation probation(
            Stand stand, Claim claim, Outcome outcome, boolean over, boolean excused, Instant now) {
        Schedule schedule = stand.schedule();
        if (schedule.progress().autoDisabledAt() == null) {
            return over ? Probation.begin(schedule, now) : Probation.NONE;
        }
        if (claim.trigger() != Trigger.PROBE || stand.quarantined()) {
            return stand.probation();
        }
        boolean counted = !excused
                && outcome instanceof Outcome.Failed failed
                && failed.failureClass().counted();
        int probes = stand.probation().probes() + (counted ? 1 : 0);
        Probation next = Probation.after(schedule, probes, now);
        boolean tooEarly = outcome instanceof Outcome.Deferred(Instant until, String _)
                && next.due() != null
                && next.due().isBefore(until);
        return tooEarly ? new Probation(probes, schedule.openFrom(((Outcome.Deferred) outcome).until())) : next;
    }

    /// The schedule with its run behind it: while a scheduled run is live, the attempts on its row are that run's
    /// own.
    private static Schedule settled(
            Schedule schedule, int slotAttempts, int slotFailures, @Nullable Instant notBefore) {
        Progress was = schedule.progress();
        return new Schedule(
                schedule.id(),
                schedule.version(),
                schedule.plan(),
                new Progress(
                        was.nextSlot(),
                        was.nextDue(),
                        slotAttempts,
                        slotFailures,
                        notBefore,
                        was.failures(),
                        was.autoDisabledAt(),
                        was.autoDisabledReason()));
    }
}
