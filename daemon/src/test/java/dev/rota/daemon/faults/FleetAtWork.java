package dev.rota.daemon.faults;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.time.Gate;
import dev.rota.store.DatabaseTrouble;
import dev.rota.store.Migrations;
import dev.rota.store.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Daemons at work for a script that does things to their database: it gives orders by standard input, a line each,
/// and gets a line for each. `again` waits until every schedule has run well once more, `judge` ends the daemons and
/// counts.
final class FleetAtWork {
    private static final Duration A_MOMENT = Duration.ofMillis(200);

    private FleetAtWork() {}

    /// @param arguments URL, user and password of the database, how many daemons, how many schedules a second
    public static void main(String[] arguments) throws Exception {
        DatabaseConfig database = new DatabaseConfig(arguments[0], arguments[1], arguments[2], false);
        Migrations.migrate(database);
        try (World world = new World(new TestDatabase(database, () -> {}))) {
            world.schedules(Integer.parseInt(arguments[4]), "PT1S", Target.WORK);
            for (int n = 1; n <= Integer.parseInt(arguments[3]); n++) {
                world.fleet.start("daemon-" + n, database, Map.of("ROTA_LEASE", "PT15S"));
            }
            obey(world);
        }
        System.exit(0);
    }

    private static void obey(World world) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "again" -> System.out.println("again " + again(world));
                case "judge" -> {
                    System.out.println("judge " + judge(world));
                    return;
                }
                default -> System.out.println(order + " is no order");
            }
        }
    }

    /// The database may be away at any moment of this.
    private static String again(World world) throws Exception {
        while (true) {
            try {
                world.worksAgain();
                return world.judge.count("select count(*) from rota.daemon where state = 'ready' and"
                                + " lease_until > clock_timestamp()")
                        + " ready";
            } catch (SQLException | DatabaseTrouble e) {
                boolean _ = new Gate().await(A_MOMENT);
            }
        }
    }

    private static String judge(World world) throws InterruptedException, IOException, SQLException {
        world.fleet.stopAll();
        Verdict verdict = world.judge.judge(true);
        Map<String, Integer> effects = new HashMap<>();
        for (Target.Effect effect : world.target.effects()) {
            effects.merge(effect.key(), 1, Integer::sum);
        }
        String wrong = verdict.wrong();
        return (wrong.isEmpty() ? "clean " : "wrong ")
                + verdict.toString().replace("Verdict[", "").replace("]", "").replace(",", "")
                + " effects=" + world.target.requests()
                + " repeated=" + effects.values().stream().filter(n -> n > 1).count();
    }
}
