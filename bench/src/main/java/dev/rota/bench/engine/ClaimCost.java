package dev.rota.bench.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What one cycle costs (claim, run, record) when 100 schedules of very many are due.
final class ClaimCost {
    private static final int DUE = 100;
    private static final int CYCLES = Integer.getInteger("cycles", 40);

    private ClaimCost() {}

    static void run(Server server) throws SQLException, IOException {
        for (String size : System.getProperty("sizes", "10000,100000,1000000").split(",")) {
            one(server, Integer.parseInt(size));
        }
    }

    private static void one(Server server, int size) throws SQLException, IOException {
        try (Connection connection = Schedules.create(server, "claimcost", size);
                Daemons daemons = Daemons.start(1, server.url() + "claimcost", 256, "PT60S")) {
            List<double[]> cycles = new ArrayList<>();
            Schedules.often(connection, DUE, "PT2S");
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                Schedules.untilNext(connection, 0.2);
                Statements.forget(connection);
                Lateness.await(
                        connection, "select count(*) from run where status = 'succeeded'", (long) cycle * DUE, 30);
                Server.run(connection, "select pg_sleep(0.2)");
                Statements asked = Statements.of(connection);
                double span = Server.numbers(
                        connection,
                        "select extract(epoch from max(s.last_finished_at) - min(r.started_at)) * 1000"
                                + " from run r join schedules s on s.last_run = r.id"
                                + " where r.slot = (select max(slot) from run)")[0];
                if (cycle > CYCLES / 2) {
                    cycles.add(new double[] {asked.calls(), asked.millis(), span});
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| one cycle of 100 due among %,d | %.0f statements, **%.1f ms** of database time,"
                            + " first start to last end %.1f ms (medians of %d) |%n",
                    size,
                    median(cycles, 0),
                    median(cycles, 1),
                    median(cycles, 2),
                    cycles.size());
        }
    }

    private static double median(List<double[]> rows, int column) {
        double[] values = rows.stream().mapToDouble(row -> row[column]).toArray();
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
