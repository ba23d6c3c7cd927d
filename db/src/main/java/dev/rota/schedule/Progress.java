package dev.rota.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a schedule stands: the half that the daemon writes.
///
/// @param nextSlot           the oldest slot that is not settled yet; null: the recurrence has none
/// @param nextDue            when that slot is looked at; null exactly when `nextSlot` is
/// @param slotAttempts       runs that `nextSlot` has had already (failed, handed back); more than 0: it has a run
///     row
/// @param slotFailures       how many of them failed, and so used up an attempt
/// @param notBefore          slots before this instant do not run, because the target asked for it (Retry-After)
/// @param failures           failed slots in a row
/// @param autoDisabledAt     when the schedule was given up; null: it is not
/// @param autoDisabledReason why, in words
public record Progress(
        @Nullable Instant nextSlot,
        @Nullable Instant nextDue,
        int slotAttempts,
        int slotFailures,
        @Nullable Instant notBefore,
        int failures,
        @Nullable Instant autoDisabledAt,
        @Nullable String autoDisabledReason) {

    /// A schedule that has never run and has no next slot yet.
    public static final Progress NEW = new Progress(null, null, 0, 0, null, 0, null, null);

    /// Cuts instants to microseconds.
    ///
    /// @throws IllegalArgumentException if only one of `nextSlot` and `nextDue` is there
    public Progress {
        if ((nextSlot == null) != (nextDue == null)) {
            throw new IllegalArgumentException("a next slot and its due time go together");
        }
        nextSlot = nextSlot == null ? null : Micros.cut(nextSlot);
        nextDue = nextDue == null ? null : Micros.cut(nextDue);
        notBefore = notBefore == null ? null : Micros.cut(notBefore);
        autoDisabledAt = autoDisabledAt == null ? null : Micros.cut(autoDisabledAt);
    }

    /// The same schedule, standing before another slot, which has had no run yet.
    public Progress at(@Nullable Next next) {
        return new Progress(
                next == null ? null : next.slot(),
                next == null ? null : next.due(),
                0,
                0,
                notBefore,
                failures,
                autoDisabledAt,
                autoDisabledReason);
    }
}
