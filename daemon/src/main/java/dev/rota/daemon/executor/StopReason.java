package dev.rota.daemon.executor;

import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;

/// Why a run is cut off; it decides how the run is recorded.
public enum StopReason {
    DEADLINE,
    WINDOW_CLOSED,
    CANCELLED,
    DRAINED,
    LEASE_LOST;

    /// @param limit the run's deadline in words
    Outcome outcome(String limit) {
        return switch (this) {
            case DEADLINE ->
                new Outcome.Failed(
                        FailureClass.TIMEOUT,
                        "The run did not end within " + limit + " and was interrupted. Raise the job's timeout or"
                                + " make the job smaller.",
                        null);
            case WINDOW_CLOSED -> new Outcome.Cancelled("Stopped, because the active hours ended.");
            case CANCELLED -> new Outcome.Cancelled("Cancelled on request.");
            case DRAINED -> new Outcome.Interrupted("The daemon stopped; the slot runs again.");
            case LEASE_LOST -> new Outcome.Interrupted("The daemon lost its lease; the slot runs again.");
        };
    }

    /// Whether a job that ended by itself after all keeps its outcome: the work is done, and doing it again is
    /// waste. A run that was out of time or not wanted any more does not.
    boolean keepsResult() {
        return switch (this) {
            case DEADLINE, WINDOW_CLOSED, CANCELLED -> false;
            case DRAINED, LEASE_LOST -> true;
        };
    }

    /// Whether a job that goes on all the same is given up after a while. Not when the process is about to end.
    boolean givesUp() {
        return switch (this) {
            case DEADLINE, WINDOW_CLOSED, CANCELLED, LEASE_LOST -> true;
            case DRAINED -> false;
        };
    }
}
