package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A fixed delay: the next slot lies a while after the end of the run before it.
///
/// Where a schedule stands decides its slots. From the one it waits for, slots follow at equal distances for as long
/// as none of them runs (an outage, a closed window, a pause), so that they are skipped, merged and counted like
/// those of [Every]; the end of the next run begins anew ([Schedule#afterRun]).
///
/// @param every   the delay, 1 second to 366 days
/// @param pending the slot the schedule waits for; null in what a user wrote, and until it is known every question
///                about slots throws an IllegalStateException
public record AfterCompletion(Duration every, @Nullable Instant pending) implements Recurrence {

    /// Cuts both to microseconds.
    ///
    /// @throws IllegalArgumentException if `every` is shorter than a second or longer than 366 days
    public AfterCompletion {
        Every grid = new Every(every, pending);
        every = grid.every();
        pending = grid.anchor();
    }

    public AfterCompletion(Duration every) {
        this(every, null);
    }

    /// The slots of a schedule that waits for one.
    AfterCompletion waitingFor(Instant slot) {
        return new AfterCompletion(every, slot);
    }

    @Override
    public @Nullable Instant nextAfter(Instant instant) {
        return grid().nextAfter(instant);
    }

    @Override
    public @Nullable Instant atOrAfter(Instant instant) {
        return grid().atOrAfter(instant);
    }

    @Override
    public @Nullable Instant atOrBefore(Instant instant) {
        return grid().atOrBefore(instant);
    }

    @Override
    public long count(Instant from, Instant toInclusive) {
        return grid().count(from, toInclusive);
    }

    @Override
    public Duration shortestGap() {
        return every;
    }

    private Every grid() {
        return new Every(every, pending);
    }
}
