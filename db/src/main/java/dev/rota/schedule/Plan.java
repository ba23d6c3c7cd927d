package dev.rota.schedule;

import dev.rota.job.JobSpec;
import java.time.Instant;

/// What a user wrote: the half of a schedule that only the API writes.
///
/// @param name    the schedule's name, for people
/// @param enabled the user's wish; an auto-disabled schedule is still enabled
public record Plan(String name, JobSpec job, When when, FailurePolicy failure, boolean enabled) {
    /// The same, where a grid that was written without a first slot has it at an instant.
    public Plan anchoredAt(Instant first) {
        return withWhen(when.anchoredAt(first));
    }

    public Plan withWhen(When other) {
        return new Plan(name, job, other, failure, enabled);
    }

    public Plan withJob(JobSpec other) {
        return new Plan(name, other, when, failure, enabled);
    }
}
