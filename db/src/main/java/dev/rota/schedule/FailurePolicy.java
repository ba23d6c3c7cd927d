package dev.rota.schedule;

import java.time.Duration;

/// How often a slot is tried, and when the schedule is given up.
///
/// @param attempts runs that may fail at one slot before the slot has failed, 1 to 20
/// @param backoff  the longest pause before the second attempt, up to a day; it doubles with every further one
/// @param breaker  when the schedule is given up
public record FailurePolicy(int attempts, Duration backoff, BreakerRule breaker) {
    /// The longest pause before the second attempt, where a schedule does not say.
    public static final Duration BACKOFF = Duration.ofSeconds(10);

    /// One attempt; given up after five failed slots in a row.
    public static final FailurePolicy STANDARD = new FailurePolicy(1, 5);

    /// @throws IllegalArgumentException if a value is out of range
    public FailurePolicy {
        if (attempts < 1 || attempts > 20) {
            throw new IllegalArgumentException("attempts must be 1 to 20, not " + attempts);
        }
        if (backoff.isNegative() || backoff.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the pause before a retry must be PT0S to P1D, not " + backoff);
        }
    }

    /// The short form: given up after so many failed slots in a row.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public FailurePolicy(int attempts, int threshold) {
        this(attempts, BACKOFF, BreakerRule.inARow(threshold));
    }

    /// Failed slots after which the schedule is auto-disabled.
    public int threshold() {
        return breaker.failures();
    }
}
