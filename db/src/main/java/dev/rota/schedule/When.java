package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a schedule runs, as its user wrote it.
///
/// A slot inside a blackout is never made up for, whatever the policy for slots outside the active hours. The run
/// that stands for slots outside the active hours ([OutsideWindow#AT_OPEN]) starts at the next instant that is
/// inside them and in no blackout; the same holds for a slot that is late. A slot that is both outside the hours and
/// inside a blackout counts as inside the blackout.
///
/// @param recurrence  its slots
/// @param zone        the zone of its local times
/// @param activeHours the times at which it may run
/// @param blackouts   the calendars at whose times it does not run
/// @param outside     what becomes of slots outside the active hours
/// @param close       what happens to a run that is still going when they end or a blackout begins
/// @param missed      what becomes of slots that nothing could run in time
/// @param grace       how long after its due time a slot is still in time
/// @param spread      each schedule starts its runs later by a fixed part of this, so that many do not start at
///                    once; shorter than the distance of two slots
public record When(
        Recurrence recurrence,
        ZoneId zone,
        ActiveHours activeHours,
        List<Calendar> blackouts,
        OutsideWindow outside,
        WindowClose close,
        MissedPolicy missed,
        Duration grace,
        Duration spread) {

    public static final Duration STANDARD_GRACE = Duration.ofSeconds(60);

    /// Cuts the durations to microseconds; local times of the recurrence are those of `zone`.
    ///
    /// @throws IllegalArgumentException if a duration is negative, the spread reaches the next slot, or missed
    /// slots that follow the end of a run are to be made up for one by one
    public When {
        blackouts = List.copyOf(blackouts);
        grace = Micros.cut(grace);
        spread = Micros.cut(spread);
        if (grace.isNegative() || spread.isNegative()) {
            throw new IllegalArgumentException("grace and spread cannot be negative");
        }
        recurrence = recurrence.in(zone);
        Duration gap = recurrence.shortestGap();
        if (gap != null && spread.compareTo(gap) >= 0) {
            throw new IllegalArgumentException("spread must be shorter than the time between two slots");
        }
        if (recurrence instanceof AfterCompletion && missed.kind() == MissedPolicy.Kind.ALL) {
            throw new IllegalArgumentException("after a completion there is one slot, not all that were missed");
        }
    }

    /// A recurrence with everything else as it is when nobody says otherwise.
    public static When of(Recurrence recurrence, ZoneId zone) {
        return new When(
                recurrence,
                zone,
                ActiveHours.ALWAYS,
                List.of(),
                OutsideWindow.standard(recurrence),
                WindowClose.FINISH,
                MissedPolicy.LAST,
                STANDARD_GRACE,
                Duration.ZERO);
    }

    /// The same, where a grid that was written without a first slot has it at an instant.
    public When anchoredAt(Instant first) {
        return recurrence instanceof Every every && every.anchor() == null
                ? withRecurrence(every.anchoredAt(first))
                : this;
    }

    /// The same, for a schedule that waits for a slot: [AfterCompletion] has its slots from there on.
    When waitingFor(@Nullable Instant slot) {
        return slot != null && recurrence instanceof AfterCompletion delay
                ? withRecurrence(delay.waitingFor(slot))
                : this;
    }

    public When withRecurrence(Recurrence other) {
        return new When(other, zone, activeHours, blackouts, outside, close, missed, grace, spread);
    }

    public When withZone(ZoneId other) {
        return new When(recurrence, other, activeHours, blackouts, outside, close, missed, grace, spread);
    }

    public When withActiveHours(ActiveHours other) {
        return new When(recurrence, zone, other, blackouts, outside, close, missed, grace, spread);
    }

    public When withBlackouts(List<Calendar> other) {
        return new When(recurrence, zone, activeHours, other, outside, close, missed, grace, spread);
    }

    /// Whether it may run at an instant: inside the active hours, and in no blackout.
    public boolean isOpen(Instant instant) {
        return open().isOpen(instant);
    }

    /// When a run that starts at an instant is stopped, because the active hours end or a blackout begins; null: it
    /// may finish, or was let in although it is closed.
    public @Nullable Instant stopAt(Instant start) {
        return close == WindowClose.STOP && isOpen(start) ? open().nextClosing(start) : null;
    }

    OpenTime open() {
        return new OpenTime(activeHours, blackouts, zone);
    }

    /// Whether slots and their starts fall on the same instants as with `other`.
    boolean sameSlotsAs(When other) {
        return recurrence.equals(other.recurrence)
                && zone.equals(other.zone)
                && activeHours.equals(other.activeHours)
                && blackouts.equals(other.blackouts)
                && outside == other.outside
                && spread.equals(other.spread);
    }
}
