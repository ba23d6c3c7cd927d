package dev.rota.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/// What a daemon costs that has nothing to do, and what is left of very many runs.
final class Idle {
    private Idle() {}

    static void run(Server server) throws SQLException, IOException {
        int seconds = Integer.getInteger("seconds", 120);
        System.setProperty("real", "true");
        try (Connection connection = Schedules.create(server, "idle", 1_000);
                Daemons daemons = Daemons.start(1, server.url() + "idle", 16, "PT60S")) {
            Server.run(connection, "select pg_sleep(70)");
            Statements.forget(connection);
            Cpu before = Cpu.now(connection, daemons.pids());
            Server.run(connection, "select pg_sleep(" + seconds + ")");
            Statements asked = Statements.of(connection);
            Cpu cpu = Cpu.now(connection, daemons.pids()).since(before);
            System.out.printf(
                    Locale.ROOT,
                    "| idle, 1,000 schedules not due, a minute | **%.1f** statements, **%.2f** CPU-s of the daemon,"
                            + " RSS **%d MB** |%n",
                    asked.calls() * 60.0 / seconds,
                    cpu.daemons() * 60.0 / seconds,
                    rss(daemons.pids().getFirst()));
        }
    }

    /// `n` runs, every fifth of which fails.
    static void flat(Server server, int n) throws SQLException, IOException, InterruptedException {
        System.setProperty("faults", "5");
        try (Connection connection = Schedules.create(server, "flat", 1_000);
                Daemons daemons = Daemons.start(1, server.url() + "flat", 256, "PT60S")) {
            Server.run(connection, "update schedules set failure_threshold = 1000");
            for (int round = 1; round <= n / 1_000; round++) {
                Schedules.due(connection, 1_000, "200 ms");
                Schedules.wake(connection);
                Lateness.await(
                        connection,
                        "select count(*) from run where status in ('succeeded', 'failed')",
                        1_000L * round,
                        60);
                if (round == 2 || round == n / 1_000) {
                    long pid = daemons.pids().getFirst();
                    System.out.printf(
                            Locale.ROOT,
                            "| after %,d runs, 20 %% of them failed | %s, %d descriptors, RSS %d MB |%n",
                            round * 1_000,
                            daemons.state(),
                            Files.list(Path.of("/proc", String.valueOf(pid), "fd"))
                                    .count(),
                            rss(pid));
                }
            }
        }
    }

    static long rss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
