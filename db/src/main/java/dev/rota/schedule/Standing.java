package dev.rota.schedule;

import dev.rota.job.UnknownJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a schedule stands, in one word for programs and one label for people. The first that fits, from the top,
/// holds.
public sealed interface Standing {

    /// A run is live.
    record Running() implements Standing {}

    /// A user switched it off.
    record Paused() implements Standing {}

    /// It failed so often that it was given up; shown as failed.
    record AutoDisabled(Instant since, String reason) implements Standing {}

    /// No daemon of this version knows its kind of job.
    record UnknownKind(String kind) implements Standing {}

    /// It failed at least [#ISSUES] slots in a row.
    record HavingIssues(int failures) implements Standing {}

    record LastRunFailed() implements Standing {}

    /// Its last slot has passed: there is nothing to come.
    record Finished() implements Standing {}

    record Active() implements Standing {}

    /// Failed slots in a row from which on a schedule has issues.
    int ISSUES = 3;

    /// How a schedule stands.
    ///
    /// @param running    whether a run of it is live
    /// @param lastFailed whether its last run failed
    static Standing of(Schedule schedule, boolean running, boolean lastFailed) {
        Progress progress = schedule.progress();
        if (running) {
            return new Running();
        }
        if (!schedule.plan().enabled()) {
            return new Paused();
        }
        if (progress.autoDisabledAt() != null) {
            String reason = progress.autoDisabledReason();
            return new AutoDisabled(progress.autoDisabledAt(), reason == null ? "" : reason);
        }
        if (schedule.plan().job() instanceof UnknownJob unknown) {
            return new UnknownKind(unknown.kind());
        }
        if (progress.failures() >= ISSUES) {
            return new HavingIssues(progress.failures());
        }
        if (lastFailed) {
            return new LastRunFailed();
        }
        boolean finished =
                progress.nextSlot() == null && !(schedule.plan().when().recurrence() instanceof Manual);
        return finished ? new Finished() : new Active();
    }

    /// The word under which it is written and searched for.
    default String word() {
        return switch (this) {
            case Running _ -> "running";
            case Paused _ -> "paused";
            case AutoDisabled _ -> "failed";
            case UnknownKind _ -> "unknown_kind";
            case HavingIssues _ -> "having_issues";
            case LastRunFailed _ -> "last_run_failed";
            case Finished _ -> "finished";
            case Active _ -> "active";
        };
    }

    /// The label people read.
    default String label() {
        return switch (this) {
            case Running _ -> "Running";
            case Paused _ -> "Paused";
            case AutoDisabled _ -> "Failed";
            case UnknownKind _ -> "Unknown Kind";
            case HavingIssues _ -> "Having Issues";
            case LastRunFailed _ -> "Last Run Failed";
            case Finished _ -> "Finished";
            case Active _ -> "Active";
        };
    }

    /// Why the schedule does not run at this moment, as a sentence with the time in its zone; null: it runs, or has
    /// nothing to wait for.
    default @Nullable String waitingFor(Schedule schedule, Instant now) {
        return switch (this) {
            case Running _ -> null;
            case Paused _ -> "paused until somebody enables it";
            case AutoDisabled(Instant since, String reason) ->
                "given up at " + Wording.time(since, schedule.zone()) + " (" + reason + ") until somebody enables it";
            case UnknownKind(String kind) -> "no daemon knows jobs of kind \"" + kind + "\"";
            case Finished _ -> "finished: it has no more slots";
            case HavingIssues _, LastRunFailed _, Active _ -> Wording.waiting(schedule, now);
        };
    }
}
