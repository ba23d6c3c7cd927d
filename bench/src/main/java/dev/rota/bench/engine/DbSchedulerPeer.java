package dev.rota.bench.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// db-scheduler with lock-and-fetch: the same number of one-time tasks that do nothing, on the same server. It keeps
/// nothing of a finished task.
final class DbSchedulerPeer {
    private static final int THREADS = 50;

    private DbSchedulerPeer() {}

    static void run(Server server, int n) throws SQLException, InterruptedException {
        server.fresh("peer");
        List<Double> rates = new ArrayList<>();
        try (Connection connection = server.connect("peer");
                HikariDataSource pool = pool(server)) {
            Server.run(connection, """
                create table public.scheduled_tasks (task_name text not null, task_instance text not null,
                  task_data bytea, execution_time timestamptz not null, picked boolean not null, picked_by text,
                  last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                  last_heartbeat timestamptz, version bigint not null, priority smallint,
                  primary key (task_name, task_instance));
                create index execution_time_idx on public.scheduled_tasks (execution_time);
                create index last_heartbeat_idx on public.scheduled_tasks (last_heartbeat)
                """);
            AtomicLong done = new AtomicLong();
            OneTimeTask<Void> nothing = Tasks.oneTime("nothing").execute((_, _) -> done.incrementAndGet());
            for (int round = 1; round <= Throughput.ROUNDS; round++) {
                Server.run(connection, """
                    insert into public.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                    select 'nothing', '%d-' || i, clock_timestamp(), false, 1 from generate_series(1, %d) i
                    """.formatted(round, n));
                Server.run(connection, "vacuum (analyze) public.scheduled_tasks");
                Scheduler scheduler = Scheduler.create(pool, nothing)
                        .threads(THREADS)
                        .pollUsingLockAndFetch(0.5, 4.0)
                        .pollingInterval(Duration.ofMillis(100))
                        .build();
                long start = System.nanoTime();
                scheduler.start();
                while (Server.truth(connection, "select exists (select from public.scheduled_tasks)")) {
                    Thread.sleep(20);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                scheduler.stop();
                if (round > Throughput.COLD) {
                    rates.add(n / seconds);
                }
            }
        }
        rates.sort(null);
        System.out.printf(
                Locale.ROOT,
                "| db-scheduler 16, lock-and-fetch, %d threads, %,d one-time tasks | **%,.0f** (%,.0f to %,.0f) |  |%n",
                THREADS,
                n,
                rates.get(rates.size() / 2),
                rates.getFirst(),
                rates.getLast());
    }

    private static HikariDataSource pool(Server server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url() + "peer");
        config.setUsername("rota");
        config.setMaximumPoolSize(20);
        return new HikariDataSource(config);
    }
}
