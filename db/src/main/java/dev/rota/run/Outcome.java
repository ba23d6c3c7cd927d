package dev.rota.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one run ended.
public sealed interface Outcome {

    /// The job did what it was asked to do.
    ///
    /// @param message   one line for people, such as "42 samples"
    /// @param complete  whether everything there was to see was seen; an incomplete scrape removes nothing
    /// @param unchanged whether the target said that nothing had changed
    record Succeeded(String message, boolean complete, boolean unchanged) implements Outcome {
        public static Succeeded of(String message) {
            return new Succeeded(message, true, false);
        }
    }

    /// The job failed.
    ///
    /// @param failureClass why, for programs
    /// @param message      one line for people: what is wrong, where, what to do
    /// @param detail       more lines (an excerpt of the answer, of the error output), or null
    record Failed(
            FailureClass failureClass,
            String message,
            @Nullable String detail) implements Outcome {}

    /// The target asked to be left alone until an instant (429 or 503 with Retry-After): not a failure.
    record Deferred(Instant until, String message) implements Outcome {}

    /// A person stopped the run.
    record Cancelled(String message) implements Outcome {}

    /// We stopped the run (shutdown, drain, lost database); its slot is handed back and runs again.
    record Interrupted(String message) implements Outcome {}

    default RunStatus status() {
        return switch (this) {
            case Succeeded _ -> RunStatus.SUCCEEDED;
            case Failed _ -> RunStatus.FAILED;
            case Deferred _ -> RunStatus.DEFERRED;
            case Cancelled _ -> RunStatus.CANCELLED;
            case Interrupted _ -> RunStatus.INTERRUPTED;
        };
    }

    String message();
}
