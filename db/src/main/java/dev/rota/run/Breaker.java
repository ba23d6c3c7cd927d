package dev.rota.run;

import org.jspecify.annotations.Nullable;

/// Decides when a schedule that keeps failing is put aside: after `threshold` failed slots in a row.
public final class Breaker {
    private Breaker() {}

    /// The state after one more outcome.
    ///
    /// @param failures how many slots in a row have failed
    /// @param reason   why the schedule is put aside now, or null
    public record Verdict(int failures, @Nullable String reason) {}

    /// @param failures  the streak so far
    /// @param outcome   how the slot ended (with the last of its attempts)
    /// @param threshold the streak at which the schedule is put aside, at least 1
    /// @param counts    whether this run may move the streak at all (a forced one on a paused schedule may not)
    public static Verdict after(int failures, Outcome outcome, int threshold, boolean counts) {
        if (!counts) {
            return new Verdict(failures, null);
        }
        return switch (outcome) {
            case Outcome.Succeeded _ -> new Verdict(0, null);
            case Outcome.Failed failed ->
                failed.failureClass().counted() ? failed(failures + 1, failed, threshold) : new Verdict(failures, null);
            case Outcome.Deferred _, Outcome.Cancelled _, Outcome.Interrupted _ -> new Verdict(failures, null);
        };
    }

    private static Verdict failed(int failures, Outcome.Failed failed, int threshold) {
        return new Verdict(
                failures,
                failures < threshold
                        ? null
                        : failures + " failures in a row, the last: "
                                + failed.failureClass().word() + ": " + failed.message());
    }
}
