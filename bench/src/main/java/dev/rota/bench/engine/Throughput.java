package dev.rota.bench.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How many runs a second: `n` schedules due on one instant, jobs that do nothing, every run with its full history.
///
/// A round is measured from the first claim until no schedule is due or running any more, all outcomes committed.
final class Throughput {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);

    private Throughput() {}

    static void run(Server server, int daemons, int n) throws SQLException, IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        String cost = "";
        try (Connection connection = Schedules.create(server, "throughput", n);
                Daemons running = Daemons.start(
                        daemons, server.url() + "throughput", Integer.getInteger("slots", 4096), "PT60S")) {
            for (int round = 1; round <= ROUNDS; round++) {
                double seconds = round(connection, n);
                System.err.printf(Locale.ROOT, "round %d: %.0f/s%n", round, n / seconds);
                if (round > 2) {
                    rates.add(n / seconds);
                    cost = cost(connection, n);
                }
            }
            Server.run(connection, "select pg_sleep(1)");
            check(connection, n);
        }
        rates.sort(null);
        System.out.printf(
                Locale.ROOT,
                "| executions/s, %,d due, %d daemon%s | **%,.0f** (%,.0f to %,.0f, %d warm rounds) | %s |%n",
                n,
                daemons,
                daemons == 1 ? "" : "s",
                rates.get(rates.size() / 2),
                rates.getFirst(),
                rates.getLast(),
                rates.size(),
                cost);
    }

    private static double round(Connection connection, int n) throws SQLException, InterruptedException {
        Schedules.due(connection, n, "1 day");
        Server.run(connection, "vacuum (analyze) schedules");
        Server.run(connection, "select public.pg_stat_statements_reset()");
        double t0 = Server.numbers(connection, "select extract(epoch from clock_timestamp())")[0];
        Server.run(
                connection,
                "update schedules set next_due = next_due - interval '1 day', next_slot = next_slot - interval '1"
                    + " day', recurrence = jsonb_set(recurrence, '{anchor}', to_jsonb(to_char((next_slot - interval '1"
                    + " day') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')))");
        Schedules.wake(connection);
        String open = "select exists (select from schedules where enabled and auto_disabled_at is null"
                + " and current_run is null and deleted_at is null and next_due < clock_timestamp())"
                + " or exists (select from schedules where current_run is not null)";
        while (Server.truth(connection, open)) {
            Thread.sleep(25);
        }
        double end = Server.numbers(connection, "select extract(epoch from clock_timestamp())")[0];
        double first = Server.numbers(
                connection,
                "select extract(epoch from min(claimed_at)) from run where claimed_at > to_timestamp(" + t0 + ")")[0];
        return end - first;
    }

    private static String cost(Connection connection, int n) throws SQLException {
        double[] sums = Server.numbers(connection, """
            select sum(s.calls), sum(s.total_exec_time + s.total_plan_time) from public.pg_stat_statements s
              join pg_database d on d.oid = s.dbid
            where d.datname = current_database() and s.query !~* '^(begin|commit|set|show|update schedules set next_due|select exists|select extract|select public|select pg_notify)'
            """);
        return String.format(
                Locale.ROOT, "%.0f statements, %.1f µs of database time a run", sums[0], sums[1] * 1000 / n);
    }

    /// Whatever the figure: each slot has one run, and it succeeded.
    private static void check(Connection connection, int n) throws SQLException {
        long wrong = Server.number(connection, "select count(*) from run where status <> 'succeeded'");
        long twice = Server.number(
                connection,
                "select count(*) from (select 1 from run group by schedule_id, slot having count(*) > 1) x");
        long runs = Server.number(connection, "select count(*) from run");
        if (wrong > 0 || twice > 0 || runs != (long) n * ROUNDS) {
            throw new IllegalStateException(
                    "NOT exactly once: " + runs + " runs, " + wrong + " not succeeded, " + twice + " twice");
        }
        System.err.println(runs + " runs, each slot once");
    }
}
