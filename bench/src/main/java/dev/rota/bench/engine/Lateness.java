package dev.rota.bench.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Random;

/// How much later than their instant runs start. Every start is the one that is recorded, by the database's clock.
final class Lateness {
    private static final int ROUNDS = 20;
    private static final String LATE =
            "select extract(epoch from started_at - slot) * 1000 as ms from run where trigger = 'scheduled'";

    private Lateness() {}

    /// `n` schedules, each at a moment of its own within a minute, default poll and slots.
    static void random(Server server, int n, boolean hints) throws SQLException, IOException {
        String database = "lateness";
        try (Connection connection = Schedules.create(server, database, n);
                Daemons daemons = Daemons.start(1, server.url() + database, 16, "PT60S")) {
            warm(connection);
            double from = Server.numbers(connection, "select extract(epoch from clock_timestamp())")[0];
            Statements.forget(connection);
            Cpu before = Cpu.now(connection, daemons.pids());
            Server.run(connection, """
                update schedules s set next_slot = t, next_due = t,
                  recurrence = jsonb_set(recurrence, '{anchor}',
                    to_jsonb(to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
                from (select id, clock_timestamp() + interval '1 s' + random() * interval '60 s' as t from schedules) c
                where c.id = s.id
                """);
            if (hints) {
                Schedules.wake(connection);
            }
            await(connection, "select count(*) from run where status = 'succeeded'", ROUNDS * 64 + n, 150);
            Statements asked = Statements.of(connection);
            Cpu cpu = Cpu.now(connection, daemons.pids()).since(before);
            worst(connection, from);
            Statements.tell(connection, n);
            System.out.printf(
                    Locale.ROOT,
                    "| lateness of %,d at random moments over 60 s, poll 60 s%s | %s; %,d statements,"
                            + " %.2f CPU-s of the daemon, %.2f of PostgreSQL |%n",
                    n,
                    hints ? "" : ", written without a hint",
                    Percentiles.of(connection, LATE + " and slot > to_timestamp(" + from + ")"),
                    asked.calls(),
                    cpu.daemons(),
                    cpu.server());
        }
    }

    /// Where the worst of them lie: whether one stall held many, or each has its own reason.
    private static void worst(Connection connection, double from) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                    select extract(epoch from slot) - %s, extract(epoch from claimed_at - slot) * 1000,
                      extract(epoch from started_at - slot) * 1000
                    from run where trigger = 'scheduled' and slot > to_timestamp(%s)
                    order by started_at - slot desc limit 15
                    """.formatted(from, from))) {
            while (rows.next()) {
                System.err.printf(
                        Locale.ROOT,
                        "due after %.3f s: claimed %.1f ms, started %.1f ms after its instant%n",
                        rows.getDouble(1),
                        rows.getDouble(2),
                        rows.getDouble(3));
            }
        }
    }

    /// `n` due on one instant.
    static void burst(Server server, int n) throws SQLException, IOException {
        try (Connection connection = Schedules.create(server, "burst", n);
                Daemons daemons = Daemons.start(1, server.url() + "burst", 2 * n, "PT60S")) {
            for (int round = 1; round <= 6; round++) {
                Schedules.due(connection, n, "2 s");
                Schedules.wake(connection);
                await(connection, "select count(*) from run where status = 'succeeded'", (long) round * n, 60);
            }
            System.out.printf(
                    Locale.ROOT,
                    "| burst of %,d at one instant, %d slots | %s |%n",
                    n,
                    2 * n,
                    Percentiles.of(connection, LATE + " and slot = (select max(slot) from run)"));
        }
    }

    /// A request and its hint, as the API writes them, one after the other.
    static void runNow(Server server, int n) throws SQLException, IOException, InterruptedException {
        try (Connection connection = Schedules.create(server, "runnow", 1_000);
                Daemons daemons = Daemons.start(1, server.url() + "runnow", 16, "PT60S")) {
            Random random = new Random(7);
            for (int i = 1; i <= n; i++) {
                Server.run(connection, """
                    insert into run_request (kind, schedule_id, account_id)
                    select 'run', (select id from schedules order by id offset %d limit 1), id from account limit 1;
                    select pg_notify('rota', 'wake')
                    """.formatted(random.nextInt(1_000)));
                Thread.sleep(20 + random.nextInt(60));
                await(connection, "select count(*) from run_request where status = 'done'", i, 90);
            }
            System.out.printf(
                    Locale.ROOT,
                    "| run now → start | %s |%n",
                    Percentiles.of(
                            connection,
                            "select extract(epoch from started_at - slot) * 1000 as ms from (select *, row_number()"
                                    + " over (order by slot) as nth from run) r where nth > 50"));
        }
    }

    private static void warm(Connection connection) throws SQLException {
        for (int round = 1; round <= ROUNDS; round++) {
            Schedules.due(connection, 64, "500 ms");
            Schedules.wake(connection);
            await(connection, "select count(*) from run where status = 'succeeded'", 64L * round, 60);
        }
    }

    static void await(Connection connection, String count, long wanted, int seconds) throws SQLException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (Server.number(connection, count) < wanted) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        Server.number(connection, count) + " instead of " + wanted + " after " + seconds + " s");
            }
            Server.run(connection, "select pg_sleep(0.05)");
        }
    }
}
