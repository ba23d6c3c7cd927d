package dev.rota.run;

import java.util.Locale;

/// Where a run stands. It starts as [#RUNNING] and ends exactly once.
public enum RunStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    DEFERRED,
    CANCELLED,
    INTERRUPTED,
    ABANDONED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// Whether a run may go from this status to `next`: only a running one may end, and only once.
    public boolean mayBecome(RunStatus next) {
        return switch (this) {
            case RUNNING -> next != RUNNING;
            case SUCCEEDED, FAILED, DEFERRED, CANCELLED, INTERRUPTED, ABANDONED -> false;
        };
    }

    /// Whether the slot is given back to be run again: we, not the job, cut the run off.
    public boolean handsSlotBack() {
        return this == INTERRUPTED || this == ABANDONED;
    }

    public String word() {
        return word;
    }

    public static RunStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
