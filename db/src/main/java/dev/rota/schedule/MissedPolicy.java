package dev.rota.schedule;

/// What becomes of slots that passed while nothing could run them.
///
/// @param max for [Kind#ALL] how many are made up for at most, 1 to 10,000, the newest of them; otherwise 0
public record MissedPolicy(Kind kind, int max) {
    /// One run for all of them.
    public static final MissedPolicy LAST = new MissedPolicy(Kind.LAST, 0);
    /// Those older than the grace are dropped.
    public static final MissedPolicy NONE = new MissedPolicy(Kind.NONE, 0);

    public enum Kind {
        /// One late run, with the number of slots it stands for.
        LAST,
        /// Slots older than the grace are dropped.
        NONE,
        /// One run each, of the newest `max`.
        ALL
    }

    /// @throws IllegalArgumentException if `max` is out of range for [Kind#ALL]
    public MissedPolicy {
        if (kind != Kind.ALL) {
            max = 0;
        } else if (max < 1 || max > 10_000) {
            throw new IllegalArgumentException("missed runs to make up for must be 1 to 10000, not " + max);
        }
    }

    /// One run each, of the newest `max`.
    public static MissedPolicy all(int max) {
        return new MissedPolicy(Kind.ALL, max);
    }
}
