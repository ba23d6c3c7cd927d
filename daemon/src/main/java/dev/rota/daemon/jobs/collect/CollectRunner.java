package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobRunner;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.daemon.jobs.http.Fetcher;
import dev.rota.daemon.jobs.http.TargetBusy;
import dev.rota.daemon.jobs.process.ProcessRunner;
import dev.rota.job.CollectJob;
import dev.rota.job.Source;
import dev.rota.run.Outcome;

/// Reads numbers from a source.
public final class CollectRunner implements JobRunner<CollectJob> {
    private final HttpSource http;
    private final OpenmetricsSource openmetrics;
    private final SqlSource sql;
    private final CommandSource command;

    public CollectRunner(Fetcher fetcher, Egress egress, ProcessRunner processes) {
        this.http = new HttpSource(fetcher);
        this.openmetrics = new OpenmetricsSource(fetcher);
        this.sql = new SqlSource(egress);
        this.command = new CommandSource(processes);
    }

    @Override
    public Outcome run(CollectJob job, RunContext context) throws JobFailed, InterruptedException {
        MetricReader metrics = new MetricReader(job.metrics());
        try {
            return Outcome.Succeeded.of(
                    switch (job.source()) {
                        case Source.Http source -> metrics.read(http.read(source, job.rows(), context), context);
                        case Source.Openmetrics source -> openmetrics.read(source, job.metrics(), context);
                        case Source.Sql source -> metrics.read(sql.read(source, context), context);
                        case Source.Command source -> metrics.read(command.read(source, job.rows(), context), context);
                    });
        } catch (TargetBusy busy) {
            return busy.outcome();
        }
    }
}
