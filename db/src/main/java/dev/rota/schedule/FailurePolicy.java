package dev.rota.schedule;

/// How often a slot is tried, and when the schedule is given up.
///
/// @param attempts  runs that may fail at one slot before the slot has failed, 1 to 20
/// @param threshold failed slots in a row after which the schedule is auto-disabled, 1 to 1000
public record FailurePolicy(int attempts, int threshold) {
    /// One attempt; given up after five failed slots in a row.
    public static final FailurePolicy STANDARD = new FailurePolicy(1, 5);

    /// @throws IllegalArgumentException if a number is out of range
    public FailurePolicy {
        if (attempts < 1 || attempts > 20) {
            throw new IllegalArgumentException("attempts must be 1 to 20, not " + attempts);
        }
        if (threshold < 1 || threshold > 1000) {
            throw new IllegalArgumentException("failure threshold must be 1 to 1000, not " + threshold);
        }
    }
}
