package dev.rota.daemon.jobs;

import dev.rota.daemon.jobs.collect.CollectRunner;
import dev.rota.daemon.jobs.command.CommandRunner;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.daemon.jobs.http.Fetcher;
import dev.rota.daemon.jobs.process.ProcessRunner;
import dev.rota.daemon.jobs.scrape.ScrapeRunner;
import dev.rota.job.BrokenJob;
import dev.rota.job.CollectJob;
import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.job.ScrapeJob;
import dev.rota.job.UnknownJob;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/// The one place that knows who does which kind of job. A new kind makes the switch below incomplete: write its
/// runner and name it there.
public final class JobRunners implements JobRunner<JobSpec> {
    private final Fetcher fetcher;
    private final CollectRunner collect;
    private final ScrapeRunner scrape;
    private final CommandRunner command;

    /// @throws IllegalArgumentException when an address range of the limits cannot be read, with a sentence for
    /// each
    public JobRunners(JobLimits limits) {
        Egress egress = new Egress(limits.egressAllow(), limits.deniedEndpoints());
        ProcessRunner processes = new ProcessRunner(limits);
        this.fetcher = new Fetcher(egress, limits.userAgent());
        this.collect = new CollectRunner(fetcher, egress, processes);
        this.scrape = new ScrapeRunner(fetcher);
        this.command = new CommandRunner(processes);
    }

    /// Runs a job to its end, in the calling virtual thread (an interrupt frees only those from a socket).
    ///
    /// @throws JobFailed            when the job cannot succeed
    /// @throws InterruptedException when the run was cut off; nothing of it is left running
    @Override
    public Outcome run(JobSpec job, RunContext context) throws JobFailed, InterruptedException {
        if (!job.problems().isEmpty()) {
            throw new JobFailed(FailureClass.CONFIG, "The job cannot be run. " + sentences(job.problems()));
        }
        return switch (job) {
            case CollectJob spec -> collect.run(spec, context);
            case ScrapeJob spec -> scrape.run(spec, context);
            case CommandJob spec -> command.run(spec, context);
            case UnknownJob spec ->
                throw new JobFailed(
                        FailureClass.CONFIG,
                        "This version of Rota does not know jobs of the kind '" + spec.kind() + "'. Update it.");
            case BrokenJob spec ->
                throw new JobFailed(
                        FailureClass.CONFIG,
                        "The stored " + spec.kind() + " job cannot be read. " + sentences(spec.problems())
                                + " Edit the schedule to put it right.");
        };
    }

    private static String sentences(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining(" "));
    }

    /// Closes idle connections. Runs that are under way fail.
    @Override
    public void close() {
        fetcher.close();
    }
}
