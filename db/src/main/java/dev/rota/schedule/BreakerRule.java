package dev.rota.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a schedule that keeps failing is given up, and whether it is tried again.
///
/// @param failures   failed slots that give it up, 1 to 1000
/// @param of         null: so many in a row; else so many among the last `of` slots, `failures` to 64
/// @param atLeastFor how long it must have been failing before it is given up, PT0S to P366D
/// @param probation  how long after it was given up it is probed for the first time, 1 s to a day; the distance
///     doubles with each failed probe, up to a day. Null: it stays given up until somebody enables it
public record BreakerRule(
        int failures,
        @Nullable Integer of,
        Duration atLeastFor,
        @Nullable Duration probation) {
    /// The longest distance of two probes.
    public static final Duration LONGEST_PROBATION = Duration.ofDays(1);

    /// How many outcomes are remembered.
    public static final int REMEMBERED = 64;

    /// @throws IllegalArgumentException if a value is out of range
    public BreakerRule {
        if (failures < 1 || failures > 1000) {
            throw new IllegalArgumentException("failure threshold must be 1 to 1000, not " + failures);
        }
        if (of != null && (of < failures || of > REMEMBERED)) {
            throw new IllegalArgumentException(
                    "of must be at least the failures and at most " + REMEMBERED + ", not " + of);
        }
        if (atLeastFor.isNegative() || atLeastFor.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("at_least_for must be PT0S to P366D, not " + atLeastFor);
        }
        if (probation != null
                && (probation.compareTo(Duration.ofSeconds(1)) < 0 || probation.compareTo(LONGEST_PROBATION) > 0)) {
            throw new IllegalArgumentException("probation must be PT1S to P1D, not " + probation);
        }
    }

    /// So many failed slots in a row, and then nothing until somebody enables it.
    public static BreakerRule inARow(int failures) {
        return new BreakerRule(failures, null, Duration.ZERO, null);
    }

    /// How long after the last look a schedule that was given up is probed again; null: never.
    ///
    /// @param probes how many probes have failed
    public @Nullable Duration untilProbe(int probes) {
        if (probation == null) {
            return null;
        }
        Duration grown = probation.multipliedBy(1L << Math.min(probes, 17)); // 2^17 s is more than a day
        return grown.compareTo(LONGEST_PROBATION) < 0 ? grown : LONGEST_PROBATION;
    }
}
