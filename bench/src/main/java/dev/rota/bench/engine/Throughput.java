package dev.rota.bench.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How many runs a second: `n` schedules due on one instant again and again, jobs that do nothing, every run with
/// its full history.
///
/// All are due already when the daemons are told, as the jobs of the peers are: nothing waits for its instant. A
/// round is measured from the first claim until no schedule is due or running any more, all outcomes committed.
final class Throughput {
    static final int ROUNDS = Integer.getInteger("rounds", 10);

    /// Rounds after which a JVM has compiled what it runs here.
    static final int COLD = ROUNDS / 2;

    private static final String LINES = "select case when is_called then last_value else 0 end from run_log_id_seq";

    private Throughput() {}

    static void run(Server server, int daemons, int n) throws SQLException, IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        String cost = "";
        try (Connection connection = Schedules.create(server, "throughput", n);
                Daemons running = Daemons.start(
                        daemons, server.url() + "throughput", Integer.getInteger("slots", 4096), "PT60S")) {
            Schedules.often(connection, n, System.getProperty("every", "PT15S"));
            for (int round = 1; round <= ROUNDS; round++) {
                Cpu[] cpu = new Cpu[1];
                double seconds = round(connection, n, running, cpu);
                System.err.printf(
                        Locale.ROOT, "round %d: %.0f/s, %s%n", round, n / seconds, cost(connection, n, cpu[0]));
                if (round > COLD) {
                    rates.add(n / seconds);
                    cost = cost(connection, n, cpu[0]);
                }
            }
            Statements.tell(connection, n);
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

    private static double round(Connection connection, int n, Daemons daemons, Cpu[] cpu)
            throws SQLException, IOException, InterruptedException {
        Schedules.hold(connection, true);
        Schedules.untilNext(connection, -0.5);
        double t0 = Server.numbers(connection, "select extract(epoch from clock_timestamp())")[0];
        long lines = Server.number(connection, LINES);
        Schedules.hold(connection, false);
        Statements.forget(connection);
        Cpu before = Cpu.now(connection, daemons.pids());
        String open = "select exists (select from schedule_progress where live and auto_disabled_at is null"
                + " and current_run is null and next_due < clock_timestamp())"
                + " or exists (select from schedule_progress where current_run is not null)";
        Schedules.wake(connection);
        // A run's last line is written just before its outcome; asking for that costs nothing.
        while (Server.number(connection, LINES) < lines + n) {
            Thread.sleep(5);
        }
        while (Server.truth(connection, open)) {
            Thread.sleep(2);
        }
        double end = Server.numbers(connection, "select extract(epoch from clock_timestamp())")[0];
        cpu[0] = Cpu.now(connection, daemons.pids()).since(before);
        double first = Server.numbers(
                connection,
                "select extract(epoch from min(claimed_at)) from run where claimed_at > to_timestamp(" + t0 + ")")[0];
        return end - first;
    }

    private static String cost(Connection connection, int n, Cpu cpu) throws SQLException {
        Statements asked = Statements.of(connection);
        return String.format(
                Locale.ROOT,
                "%d statements; a run: %.1f µs in statements, %.1f µs CPU of PostgreSQL, %.1f µs CPU of the daemon",
                asked.calls(),
                asked.millis() * 1000 / n,
                cpu.server() * 1e6 / n,
                cpu.daemons() * 1e6 / n);
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
