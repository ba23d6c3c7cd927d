package dev.rota.schedule;

import dev.rota.job.UnknownJob;
import java.time.Instant;
import java.util.List;
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

    /// Every word there is, in the order in which they are tried.
    static List<String> words() {
        return List.of(
                "running",
                "paused",
                "failed",
                "unknown_kind",
                "having_issues",
                "last_run_failed",
                "finished",
                "active");
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

    /// What the schedule itself does not tell.
    ///
    /// @param requested whether a requested run waits for a daemon
    /// @param probeDue  when it is tried again although it was given up; null: it is not
    record Beside(boolean requested, @Nullable Instant probeDue) {
        public static final Beside NOTHING = new Beside(false, null);
    }

    /// Why the schedule does not run at this moment, as a sentence with the times in its zone; null: it runs, or
    /// nothing is in its way.
    default @Nullable String waitingFor(Schedule schedule, Instant now, Beside beside) {
        return switch (this) {
            case Running _ -> beside.requested() ? "A requested run starts when this one ends." : null;
            case UnknownKind(String kind) -> "No daemon of this version knows jobs of the kind '" + kind + "'.";
            case Paused _ -> beside.requested() ? Wording.REQUESTED : "It is paused; enable it to go on.";
            case AutoDisabled given ->
                beside.requested() ? Wording.REQUESTED : Wording.givenUp(given, schedule.zone(), now, beside);
            case Finished _ -> beside.requested() ? Wording.REQUESTED : Wording.NO_MORE;
            case HavingIssues _, LastRunFailed _, Active _ ->
                beside.requested() ? Wording.REQUESTED : Wording.waiting(schedule, now);
        };
    }
}
