package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// When a schedule runs, as its user wrote it.
///
/// @param recurrence  its slots
/// @param zone        the zone of its local times
/// @param activeHours the times at which it may run
/// @param outside     what becomes of slots outside them
/// @param close       what happens to a run that is still going when they end
/// @param missed      what becomes of slots that nothing could run in time
/// @param grace       how long after its due time a slot is still in time
/// @param spread      each schedule starts its runs later by a fixed part of this, so that many do not start at
///                    once; shorter than the distance of two slots
public record When(
        Recurrence recurrence,
        ZoneId zone,
        ActiveHours activeHours,
        OutsideWindow outside,
        WindowClose close,
        MissedPolicy missed,
        Duration grace,
        Duration spread) {

    public static final Duration STANDARD_GRACE = Duration.ofSeconds(60);

    /// Cuts the durations to microseconds.
    ///
    /// @throws IllegalArgumentException if a duration is negative or the spread reaches the next slot
    public When {
        grace = Micros.cut(grace);
        spread = Micros.cut(spread);
        if (grace.isNegative() || spread.isNegative()) {
            throw new IllegalArgumentException("grace and spread cannot be negative");
        }
        if (recurrence instanceof Every(Duration every, var _) && spread.compareTo(every) >= 0) {
            throw new IllegalArgumentException("spread must be shorter than the time between two slots");
        }
    }

    /// A recurrence with everything else as it is when nobody says otherwise.
    public static When of(Recurrence recurrence, ZoneId zone) {
        return new When(
                recurrence,
                zone,
                ActiveHours.ALWAYS,
                OutsideWindow.AT_OPEN,
                WindowClose.FINISH,
                MissedPolicy.LAST,
                STANDARD_GRACE,
                Duration.ZERO);
    }

    /// The same, where a grid that was written without a first slot has it at an instant.
    public When anchoredAt(Instant first) {
        return recurrence instanceof Every every && every.anchor() == null
                ? new When(every.anchoredAt(first), zone, activeHours, outside, close, missed, grace, spread)
                : this;
    }

    /// Whether slots and their starts fall on the same instants as with `other`.
    boolean sameSlotsAs(When other) {
        return recurrence.equals(other.recurrence)
                && zone.equals(other.zone)
                && activeHours.equals(other.activeHours)
                && outside == other.outside
                && spread.equals(other.spread);
    }
}
