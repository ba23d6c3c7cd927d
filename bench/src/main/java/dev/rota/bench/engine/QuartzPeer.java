package dev.rota.bench.engine;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.impl.StdSchedulerFactory;

/// Quartz with its clustered JDBC store: as many triggers of one durable job that does nothing, each due once. It
/// keeps nothing of a fired trigger.
final class QuartzPeer {
    private static final String THREADS = "50";

    private QuartzPeer() {}

    /// Does nothing.
    public static final class Nothing implements Job {
        static final AtomicLong DONE = new AtomicLong();

        @Override
        public void execute(JobExecutionContext context) {
            DONE.incrementAndGet();
        }
    }

    static void run(Server server, int n) throws Exception {
        server.fresh("quartz");
        try (Connection connection = server.connect("quartz")) {
            Server.run(connection, tables());
            Scheduler scheduler = new StdSchedulerFactory(properties(server)).getScheduler();
            scheduler.addJob(
                    JobBuilder.newJob(Nothing.class)
                            .withIdentity("nothing")
                            .storeDurably()
                            .build(),
                    true);
            Rates.of(n, number -> round(connection, scheduler, n, number))
                    .print("Quartz 2.5, clustered JDBC store, " + THREADS + " threads and as many in a batch", n);
            scheduler.shutdown(true);
        }
    }

    private static double round(Connection connection, Scheduler scheduler, int n, int number) throws Exception {
        Server.run(connection, """
            insert into public.qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group,
              next_fire_time, prev_fire_time, priority, trigger_state, trigger_type, start_time, end_time, misfire_instr)
            select 'peer', '%1$d-' || i, 'DEFAULT', 'nothing', 'DEFAULT', t, -1, 5, 'WAITING', 'SIMPLE', t, 0, -1
            from generate_series(1, %2$d) i, (select extract(epoch from clock_timestamp())::bigint * 1000 as t) clock;
            insert into public.qrtz_simple_triggers (sched_name, trigger_name, trigger_group, repeat_count,
              repeat_interval, times_triggered)
            select 'peer', '%1$d-' || i, 'DEFAULT', 0, 0, 0 from generate_series(1, %2$d) i
            """.formatted(number, n));
        Server.run(connection, "vacuum (analyze) public.qrtz_triggers");
        long start = System.nanoTime();
        scheduler.start();
        while (Server.truth(connection, "select exists (select from public.qrtz_triggers)")) {
            Thread.sleep(20);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        scheduler.standby();
        return seconds;
    }

    private static String tables() throws Exception {
        String file = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";
        try (InputStream in = Objects.requireNonNull(Scheduler.class.getResourceAsStream(file))) {
            return "set search_path = public;" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Properties properties(Server server) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("org.quartz.scheduler.instanceName", "peer"),
                Map.entry("org.quartz.scheduler.instanceId", "AUTO"),
                Map.entry("org.quartz.scheduler.skipUpdateCheck", "true"),
                Map.entry("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", THREADS),
                Map.entry("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool"),
                Map.entry("org.quartz.threadPool.threadCount", THREADS),
                Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                Map.entry("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                Map.entry("org.quartz.jobStore.isClustered", "true"),
                Map.entry("org.quartz.jobStore.acquireTriggersWithinLock", "true"),
                Map.entry("org.quartz.jobStore.misfireThreshold", "3600000"),
                Map.entry("org.quartz.jobStore.dataSource", "peer"),
                Map.entry("org.quartz.dataSource.peer.provider", "hikaricp"),
                Map.entry("org.quartz.dataSource.peer.driver", "org.postgresql.Driver"),
                Map.entry("org.quartz.dataSource.peer.URL", server.url() + "quartz?currentSchema=public"),
                Map.entry("org.quartz.dataSource.peer.user", "rota"),
                Map.entry("org.quartz.dataSource.peer.password", ""),
                Map.entry("org.quartz.dataSource.peer.maxConnections", "60")));
        return properties;
    }
}
