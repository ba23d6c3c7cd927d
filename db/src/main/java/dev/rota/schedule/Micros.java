package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants and durations as whole microseconds, the finest unit the database keeps. A long holds ± 292,000 years.
final class Micros {
    private static final long A_SECOND = 1_000_000;

    private Micros() {}

    /// Microseconds since 1970, cut towards the past.
    static long floor(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), A_SECOND), instant.getNano() / 1000);
    }

    /// Microseconds since 1970, cut towards the future.
    static long ceiling(Instant instant) {
        return instant.equals(cut(instant)) ? floor(instant) : Math.addExact(floor(instant), 1);
    }

    static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), A_SECOND), duration.getNano() / 1000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, A_SECOND), Math.floorMod(micros, A_SECOND) * 1000);
    }

    static Instant cut(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    static Duration cut(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MICROS);
    }
}
