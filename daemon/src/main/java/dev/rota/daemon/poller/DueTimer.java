package dev.rota.daemon.poller;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The next due instants, as the last look saw them: never a cache of plans, only a reason to look again.
final class DueTimer {
    /// How far ahead of its instant a run is claimed, at most.
    static final Duration AHEAD = Duration.ofMillis(100);

    /// We wake a little later than that, so that the look that follows finds the instant within reach although the
    /// two clocks differ by a fraction of the round trip.
    private static final Duration LEAD = Duration.ofMillis(80);

    private volatile List<Instant> upcoming = List.of();

    void set(List<Instant> instants) {
        upcoming = List.copyOf(instants);
    }

    /// How long until something may be claimed: zero when that is now, at most `longest`.
    Duration untilNext(Instant now, Duration longest) {
        for (Instant due : upcoming) {
            Duration left = Duration.between(now, due.minus(LEAD));
            return left.isNegative() ? Duration.ZERO : left.compareTo(longest) < 0 ? left : longest;
        }
        return longest;
    }
}
