package dev.rota.bench.engine;

import java.io.IOException;
import java.sql.SQLException;

/// Called by `bench/engine`: the URL of a PostgreSQL server, and which figure to take.
final class Figures {
    private Figures() {}

    public static void main(String[] arguments) throws SQLException, IOException, InterruptedException {
        Server server = new Server(arguments[0]);
        int n = Integer.getInteger("n", 20_000);
        switch (arguments[1]) {
            case "throughput" -> Throughput.run(server, 1, n);
            case "two" -> Throughput.run(server, 2, n);
            default -> throw new IllegalArgumentException("There is no figure " + arguments[1] + ".");
        }
    }
}
