package dev.rota.schedule;

import dev.rota.job.JobSpec;

/// What a user wrote: the half of a schedule that only the API writes.
///
/// @param name    the schedule's name, for people
/// @param enabled the user's wish; an auto-disabled schedule is still enabled
public record Plan(String name, JobSpec job, When when, FailurePolicy failure, boolean enabled) {}
