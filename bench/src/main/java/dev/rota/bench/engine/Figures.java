package dev.rota.bench.engine;

/// Called by `bench/engine`: the URL of a PostgreSQL server, and which figure to take.
final class Figures {
    private Figures() {}

    public static void main(String[] arguments) throws Exception {
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
            case "pages" -> Pages.run(server);
            case "peers" -> peers(server, n);
            case "db-scheduler" -> DbSchedulerPeer.run(server, n);
            case "quartz" -> QuartzPeer.run(server, n);
            case "jobrunr" -> JobRunrPeer.run(server, n);
            case "idle" -> Idle.run(server);
            case "flat" -> Idle.flat(server, 10_000);
            default -> throw new IllegalArgumentException("There is no figure " + arguments[1] + ".");
        }
        System.exit(0); // a peer may leave threads behind
    }

    private static void peers(Server server, int n) throws Exception {
        DbSchedulerPeer.run(server, n);
        QuartzPeer.run(server, n);
        JobRunrPeer.run(server, n);
    }
}
