package dev.rota.bench.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/// JobRunr's open edition: as many jobs that do nothing, enqueued before its server starts. It keeps a row of each.
final class JobRunrPeer {
    private static final int WORKERS = 50;

    private JobRunrPeer() {}

    /// A job that does nothing.
    public record Nothing() implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /// Does it.
    public static final class Handler implements JobRequestHandler<Nothing> {
        @Override
        public void run(Nothing nothing) {}
    }

    static void run(Server server, int n) throws Exception {
        server.fresh("jobrunr");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url() + "jobrunr");
        config.setUsername("rota");
        config.setMaximumPoolSize(60);
        try (Connection connection = server.connect("jobrunr");
                HikariDataSource pool = new HikariDataSource(config)) {
            PostgresStorageProvider storage = new PostgresStorageProvider(pool);
            storage.setJobMapper(new org.jobrunr.jobs.mappers.JobMapper(new JacksonJsonMapper()));
            Rates.of(n, _ -> round(connection, storage, n))
                    .print("JobRunr 8, " + WORKERS + " workers, polled every 5 s", n);
        }
    }

    private static double round(Connection connection, PostgresStorageProvider storage, int n) throws Exception {
        JobRunr.configure()
                .useJsonMapper(new JacksonJsonMapper())
                .useStorageProvider(storage)
                .useBackgroundJobServer(
                        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                .andWorkerCount(WORKERS)
                                .andPollIntervalInSeconds(5),
                        false)
                .initialize();
        BackgroundJobRequest.enqueue(IntStream.range(0, n).mapToObj(_ -> new Nothing()));
        Server.run(connection, "vacuum (analyze) public.jobrunr_jobs");
        BackgroundJobServer jobs = JobRunr.getBackgroundJobServer();
        long start = System.nanoTime();
        jobs.start();
        while (Server.truth(connection, """
            select exists (select from public.jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING'))\
            """)) {
            Thread.sleep(20);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        jobs.stop();
        return seconds;
    }
}
