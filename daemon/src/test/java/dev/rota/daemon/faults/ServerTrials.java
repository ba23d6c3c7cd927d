package dev.rota.daemon.faults;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.store.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// PostgreSQL itself stops, dies, or does not let anybody work.
final class ServerTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-10a", "pg_ctl stop -m fast, started again after 3 s", ServerTrials::stops),
            new Trial("F-10b", "kill -9 of the server, started again after 3 s", ServerTrials::crashes),
            new Trial("F-10c", "the server takes no writes for 4 s", ServerTrials::readOnly),
            new Trial("F-12", "kill -9 of one backend: all sessions end", ServerTrials::backends),
            new Trial("F-19a", "a synchronous standby is missing for 6 s: no commit ends", ServerTrials::standby),
            new Trial("F-19b", "others take every connection for 4 s", ServerTrials::connections),
            new Trial("F-19c", "the tables locked for 6 s", ServerTrials::locks),
            new Trial("F-19d", "others lock the same rows in the opposite order: deadlocks", ServerTrials::deadlocks),
            new Trial("F-19h", "F-01 behind PgBouncer in transaction mode", ServerTrials::pooler),
            new Trial("F-65", "the data directory of a while ago put back", ServerTrials::restored));

    private ServerTrials() {}

    private interface Fault {
        void happens(World world, OwnServer server, Terms terms) throws Exception;
    }

    private static Finding with(Terms terms, int usual, Fault fault) throws Exception {
        try (Scratch scratch = Scratch.create();
                OwnServer server = new OwnServer(scratch.path(), Map.of());
                World world = new World(new TestDatabase(server.config(), () -> {}))) {
            world.schedules(20, "PT1S", Target.WORK);
            Member one = world.fleet.start("one", world.database());
            Member two = world.fleet.start("two", world.database());
            world.worksAgain();
            long bit = 0;
            for (int n = 0; n < terms.times(usual); n++) {
                long degraded = one.said("Degraded") + two.said("Degraded");
                fault.happens(world, server, terms);
                World.until(world::worksSoon);
                bit += one.said("Degraded") + two.said("Degraded") > degraded ? 1 : 0;
            }
            boolean alive = one.process().isAlive() && two.process().isAlive();
            return Finding.of(bit, world.verdict()).sure("the same processes", alive);
        }
    }

    private static Finding stops(Terms terms) throws Exception {
        return with(terms, 3, (_, server, _) -> {
            server.stop();
            World.pass(Duration.ofSeconds(3));
            server.start();
        });
    }

    private static Finding crashes(Terms terms) throws Exception {
        return with(terms, 3, (_, server, _) -> {
            server.crash();
            World.pass(Duration.ofSeconds(3));
            server.start();
        });
    }

    private static Finding readOnly(Terms terms) throws Exception {
        return with(terms, 3, (world, _, _) -> {
            configure(world, "alter system set default_transaction_read_only = on");
            World.pass(Duration.ofSeconds(4));
            configure(world, "alter system reset default_transaction_read_only");
        });
    }

    private static Finding backends(Terms terms) throws Exception {
        return with(terms, 5, (world, server, _) -> {
            server.killBackend(world.judge.count(
                    "select min(pid) from pg_stat_activity where application_name like 'rota-daemon%'"));
            World.pass(Duration.ofSeconds(2));
        });
    }

    private static Finding standby(Terms terms) throws Exception {
        return with(terms, 2, (world, _, _) -> {
            configure(world, "alter system set synchronous_standby_names = 'nobody'");
            World.pass(Duration.ofSeconds(6));
            configure(world, "alter system reset synchronous_standby_names");
        });
    }

    private static void configure(World world, String order) throws SQLException {
        world.observer.execute(order);
        world.observer.execute("select pg_reload_conf()");
    }

    private static Finding locks(Terms terms) throws Exception {
        return with(terms, 3, (world, _, _) -> world.observer.execute("""
            begin; lock table rota.schedules, rota.run in access exclusive mode; select pg_sleep(6); commit\
            """));
    }

    /// Others lock runs, then their schedules; who records an end does it the other way round. They are patient, so
    /// that it is always a daemon's transaction that PostgreSQL ends.
    private static Finding deadlocks(Terms terms) throws Exception {
        try (World world = new World()) {
            String name = world.database().url().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
            world.observer.execute("alter database " + name + " set deadlock_timeout = '50ms'");
            world.twoAtWork();
            String database = "from pg_stat_database where datname = current_database()";
            long wanted = terms.times(5) + world.judge.count("select deadlocks " + database);
            while (world.judge.count("select deadlocks " + database) < wanted) {
                world.observer.execute("""
                    do $$
                    declare ids uuid[];
                    begin
                      perform set_config('deadlock_timeout', '30s', true);
                      select array_agg(id) into ids
                        from (select id from rota.run where status = 'running' for update skip locked) held;
                      perform pg_sleep(0.25);
                      perform from rota.schedule_progress where current_run = any(ids) for update;
                    end $$\
                    """);
                World.pass(Duration.ofMillis(10));
            }
            world.worksAgain();
            return Finding.of(terms.times(5), world.verdict());
        }
    }

    private static Finding connections(Terms terms) throws Exception {
        return with(terms, 2, (world, _, _) -> {
            DatabaseConfig config = world.database();
            List<Connection> hogs = new ArrayList<>();
            try (Connection own = DriverManager.getConnection(config.url(), config.user(), config.password());
                    var statement = own.createStatement()) {
                fill(config, hogs);
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name like 'rota-daemon%'");
                long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
                while (System.nanoTime() < end) {
                    fill(config, hogs);
                    World.pass(Duration.ofMillis(100));
                }
            } finally {
                for (Connection hog : hogs) {
                    hog.close();
                }
            }
        });
    }

    /// Until the server takes no more.
    private static void fill(DatabaseConfig config, List<Connection> hogs) {
        try {
            while (hogs.size() < 60) {
                hogs.add(DriverManager.getConnection(config.url(), config.user(), config.password()));
            }
        } catch (SQLException e) {
            return;
        }
    }

    private static Finding pooler(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                World world = new World()) {
            String name = world.database().url().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
            world.observer.execute("alter database " + name + " set search_path = rota");
            try (Pooler pooler = new Pooler(scratch.path(), world.database())) {
                return DeathTrials.kills(world, pooler.config(), terms);
            }
        }
    }

    private static Finding restored(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                OwnServer server = new OwnServer(scratch.path(), Map.of());
                World world = new World(new TestDatabase(server.config(), () -> {}))) {
            world.twoAtWork();
            int times = terms.times(2);
            for (int n = 0; n < times; n++) {
                server.stop();
                copy(server, "data", "backup");
                server.start();
                World.until(world::worksSoon);
                World.pass(Duration.ofSeconds(10)); // beyond the lease
                server.stop();
                copy(server, "backup", "data");
                server.start();
                World.until(world::worksSoon);
            }
            return Finding.of(times, world.verdict());
        }
    }

    private static void copy(OwnServer server, String from, String to) throws Exception {
        var parent = Objects.requireNonNull(server.data().getParent());
        int status = new ProcessBuilder("sh", "-c", "rm -rf " + to + " && cp -a " + from + " " + to)
                .directory(parent.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("The data directory was not copied.");
        }
    }
}
