package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A fixed grid: the anchor is the first slot, the others follow at equal distances of elapsed time, without drift.
///
/// @param every  the distance of two slots, 1 second to 366 days; PT24H and P1D are the same
/// @param anchor the first slot; null: not known yet ([#anchoredAt] gives the time of creation), and until then
///               every question about slots throws an IllegalStateException
public record Every(Duration every, @Nullable Instant anchor) implements Recurrence {
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofDays(366);

    /// Cuts both to microseconds.
    ///
    /// @throws IllegalArgumentException if `every` is shorter than a second or longer than 366 days
    public Every {
        every = Micros.cut(every);
        anchor = anchor == null ? null : Micros.cut(anchor);
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("every must be 1 second to 366 days, not " + every);
        }
    }

    /// The same grid, with a first slot if it has none yet; an anchor that was written stays.
    public Every anchoredAt(Instant first) {
        return anchor == null ? new Every(every, first) : this;
    }

    @Override
    public Instant nextAfter(Instant instant) {
        return slot(Math.max(0, Math.floorDiv(Micros.floor(instant) - origin(), step()) + 1));
    }

    @Override
    public Instant atOrAfter(Instant instant) {
        return slot(Math.max(0, Math.ceilDiv(Micros.ceiling(instant) - origin(), step())));
    }

    @Override
    public @Nullable Instant atOrBefore(Instant instant) {
        long number = Math.floorDiv(Micros.floor(instant) - origin(), step());
        return number < 0 ? null : slot(number);
    }

    @Override
    public long count(Instant from, Instant toInclusive) {
        long first = Math.max(0, Math.ceilDiv(Micros.ceiling(from) - origin(), step()));
        long last = Math.floorDiv(Micros.floor(toInclusive) - origin(), step());
        return Math.max(0, last - first + 1);
    }

    @Override
    public Duration shortestGap() {
        return every;
    }

    private Instant slot(long number) {
        return Micros.instant(Math.addExact(origin(), Math.multiplyExact(number, step())));
    }

    private long origin() {
        if (anchor == null) {
            throw new IllegalStateException("a grid without an anchor has no slots yet");
        }
        return Micros.floor(anchor);
    }

    private long step() {
        return Micros.of(every);
    }
}
