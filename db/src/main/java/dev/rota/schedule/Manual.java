package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// No slots at all: the schedule runs only when somebody asks for it.
public record Manual() implements Recurrence {

    @Override
    public @Nullable Instant nextAfter(Instant instant) {
        return null;
    }

    @Override
    public @Nullable Instant atOrAfter(Instant instant) {
        return null;
    }

    @Override
    public @Nullable Instant atOrBefore(Instant instant) {
        return null;
    }

    @Override
    public long count(Instant from, Instant toInclusive) {
        return 0;
    }

    @Override
    public @Nullable Duration shortestGap() {
        return null;
    }
}
