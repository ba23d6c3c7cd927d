package dev.rota.job;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a schedule does when it runs. ADD A JOB KIND HERE: a record below, its name in `permits`, and a runner where
/// the compiler then stops (`daemon/…/jobs/JobRunners`).
///
/// A kind is written in JSON under the record's name without `Job`, in lower case: [CollectJob] is `"kind":
/// "collect"`. Every kind that users may write has a static `example()`.
public sealed interface JobSpec permits CollectJob, ScrapeJob, CommandJob, UnknownJob, BrokenJob {

    /// The word under which the kind is stored and written: `collect`, `scrape`, `command`, …
    default String kind() {
        return JobKinds.nameOf(getClass());
    }

    /// The lane whose slots a run of this job takes. Commands have few of their own, for each is a process.
    default Lane lane() {
        return Lane.GENERAL;
    }

    /// The time limit a user set for one run; null: the kind's default, see [#deadline()].
    @Nullable
    Duration timeout();

    /// How long a run of this kind may take when the user set nothing.
    Duration defaultTimeout();

    /// How long one run may take before it is interrupted.
    default Duration deadline() {
        Duration own = timeout();
        return own == null ? defaultTimeout() : own;
    }

    /// What is wrong with the spec beyond the form of single fields (such as two fields that exclude each other).
    default List<Problem> problems() {
        return List.of();
    }

    /// Whether running this starts a process of the user's choice, which only an administrator may ask for.
    default boolean startsProcess() {
        return lane() == Lane.COMMAND;
    }
}
