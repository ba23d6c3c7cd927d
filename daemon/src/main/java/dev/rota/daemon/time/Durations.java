package dev.rota.daemon.time;

import java.time.Duration;

/// What durations cannot do themselves.
public final class Durations {
    private Durations() {}

    /// The shorter of two.
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
