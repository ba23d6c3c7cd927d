package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One slot; then the schedule is finished.
public record Once(Instant at) implements Recurrence {

    /// Cuts the instant to microseconds.
    public Once {
        at = Micros.cut(at);
    }

    @Override
    public @Nullable Instant nextAfter(Instant instant) {
        return at.isAfter(instant) ? at : null;
    }

    @Override
    public @Nullable Instant atOrAfter(Instant instant) {
        return at.isBefore(instant) ? null : at;
    }

    @Override
    public @Nullable Instant atOrBefore(Instant instant) {
        return at.isAfter(instant) ? null : at;
    }

    @Override
    public long count(Instant from, Instant toInclusive) {
        return at.isBefore(from) || at.isAfter(toInclusive) ? 0 : 1;
    }

    @Override
    public @Nullable Duration shortestGap() {
        return null;
    }
}
