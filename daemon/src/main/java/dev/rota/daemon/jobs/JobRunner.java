package dev.rota.daemon.jobs;

import dev.rota.job.JobSpec;
import dev.rota.run.Outcome;

/// Does the jobs of one kind.
public interface JobRunner<J extends JobSpec> extends AutoCloseable {
    /// Runs one job to its end, in the calling (virtual) thread.
    ///
    /// @throws JobFailed            when the job cannot succeed
    /// @throws InterruptedException when the run was cut off (deadline, cancel, shutdown); the caller knows which
    Outcome run(J job, RunContext context) throws JobFailed, InterruptedException;

    /// Lets go of what it holds, such as idle connections. Runs that are under way fail.
    @Override
    default void close() {}
}
