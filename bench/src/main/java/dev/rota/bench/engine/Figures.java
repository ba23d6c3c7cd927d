package dev.rota.bench.engine;

import java.io.IOException;
import java.sql.SQLException;

/// Called by `bench/engine`: the URL of a PostgreSQL server, and which figure to take.
final class Figures {
    private Figures() {}

    public static void main(String[] arguments) throws SQLException, IOException, InterruptedException {
        Server server = new Server(arguments[0]);
        server.role();
        int n = Integer.getInteger("n", 20_000);
        switch (arguments[1]) {
            case "throughput" -> Throughput.run(server, 1, n);
            case "two" -> Throughput.run(server, 2, n);
            case "lateness" -> Lateness.random(server, Math.min(n, 1_000), true);
            case "burst" -> Lateness.burst(server, Math.min(n, 1_000));
            case "run-now" -> Lateness.runNow(server, 250);
            case "claim-cost" -> ClaimCost.run(server);
            case "peers" -> DbSchedulerPeer.run(server, n);
            case "idle" -> Idle.run(server);
            case "flat" -> Idle.flat(server, 10_000);
            default -> throw new IllegalArgumentException("There is no figure " + arguments[1] + ".");
        }
    }
}
