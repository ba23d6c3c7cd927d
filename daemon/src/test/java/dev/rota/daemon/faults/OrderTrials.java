package dev.rota.daemon.faults;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.store.Migrations;
import dev.rota.store.PostgresForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What operators do, and what stands in the database that should not.
final class OrderTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-50", "SIGTERM with short, long and deaf runs in flight", OrderTrials::terminated),
            new Trial("F-51", "SIGTERM at start, and while the database is away", OrderTrials::early),
            new Trial("F-52, F-61", "SIGHUP with broken files, and with the log renamed", OrderTrials::reloads),
            new Trial("F-53", "a broken configuration at start: exit 78", OrderTrials::broken),
            new Trial("F-54", "no database at start: refused, no such name, role, database", OrderTrials::alone),
            new Trial("F-55", "a schema that is missing, older, newer", OrderTrials::schemas),
            new Trial("6-rows", "rows of an unknown kind and with broken JSON", OrderTrials::rows));

    private OrderTrials() {}

    private static Finding terminated(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(10, "PT1S", Target.WORK);
            world.schedules(8, "PT3S", Target.HELD);
            Map<String, String> settings = Map.of(
                    "ROTA_DRAIN",
                    "PT2S",
                    "ROTA_COMMANDS",
                    "true",
                    "ROTA_COMMAND_DIRS",
                    "/bin,/usr/bin",
                    "ROTA_SLOTS",
                    "24");
            for (int n = 0; n < 2; n++) {
                world.command("PT3S", "trap : TERM; while :; do sleep 0.2; done", "PT60S");
            }
            int times = terms.times(4);
            long notZero = 0;
            for (int n = 0; n < times; n++) {
                Member leaving = world.fleet.start("leaving-" + n, world.database(), settings);
                String name = leaving.name();
                World.until(() -> world.target.waiting(name) >= 8);
                world.until(
                        "select count(*) = 2 from rota.schedules where lane = 'command' and current_run is not null");
                leaving.terminate();
                if (n % 2 == 1) {
                    leaving.terminate();
                }
                notZero += leaving.exitCode() == 0 ? 0 : 1;
            }
            long left = world.judge.count("select count(*) from rota.schedules where current_run is not null");
            world.target.letGo(100_000);
            world.observer.execute("update rota.schedules set enabled = false where lane = 'command'");
            world.fleet.start("last", world.database(), settings);
            world.worksAgain();
            Verdict verdict = world.verdict();
            return Finding.of(times, verdict)
                    .zero("exits other than 0", notZero)
                    .zero("left running", left)
                    .zero("abandoned", verdict.abandoned())
                    .sure("handed back", verdict.interrupted() > 0);
        }
    }

    private static Finding early(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                OwnServer server = new OwnServer(scratch.path(), Map.of());
                World world = new World(new dev.rota.store.TestDatabase(server.config(), () -> {}))) {
            world.schedules(10, "PT1S", Target.WORK);
            int times = terms.times(5);
            long wrong = 0;
            for (int n = 0; n < times; n++) {
                Member starting = world.fleet.start("starting", world.database());
                World.pass(terms.moment(Duration.ofMillis(100), Duration.ofMillis(2_500)));
                starting.terminate();
                int code = starting.exitCode();
                wrong += code == 0 || code == 143 ? 0 : 1; // before main() it is the default action
            }
            Member lonely = world.fleet.start("lonely", world.database());
            world.worksAgain();
            server.stop();
            World.until(() -> lonely.said("Degraded") > 0);
            lonely.terminate();
            wrong += lonely.exitCode() == 0 ? 0 : 1;
            Member waiting = world.fleet.start("waiting", world.database());
            World.pass(Duration.ofSeconds(3));
            waiting.terminate();
            wrong += waiting.exitCode() == 0 ? 0 : 1;
            server.start();
            world.fleet.start("last", world.database());
            world.worksAgain();
            return Finding.of(times + 2L, world.verdict()).zero("exit codes", wrong);
        }
    }

    private static Finding reloads(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                World world = new World()) {
            Path file = scratch.path().resolve("rota.conf");
            Path log = scratch.path().resolve("rota.log");
            Files.writeString(file, "ROTA_LOG_LEVEL=info\n");
            Member one = world.fleet.start(
                    "one", world.database(), Map.of("ROTA_CONFIG", file.toString(), "ROTA_LOG_FILE", log.toString()));
            world.schedules(10, "PT1S", Target.WORK);
            world.worksAgain();
            int times = 0;
            for (int n = 0; n < terms.times(1); n++) {
                for (String text : corpus()) {
                    Files.writeString(file, text, java.nio.charset.StandardCharsets.ISO_8859_1);
                    one.signal("HUP");
                    World.pass(Duration.ofMillis(300));
                    times++;
                }
                Files.writeString(file, "ROTA_LOG_LEVEL=info\n");
                Files.move(log, scratch.path().resolve("rota.log." + n));
                one.signal("HUP");
                World.until(() -> Files.exists(log) && Files.size(log) > 0);
            }
            world.worksAgain();
            boolean alive = one.process().isAlive();
            Verdict verdict = world.verdict();
            return Finding.of(times, verdict)
                    .zero("abandoned", verdict.abandoned())
                    .sure("the same process", alive);
        }
    }

    private static List<String> corpus() {
        return List.of(
                "",
                "ROTA_LOG_LEVEL",
                "ROTA_LOG_LEVEL=loud\n",
                "ROTA_LOG_LEVLE=info\n",
                "ROTA_POLL=sixty\n",
                "ROTA_SLOTS=-1\nROTA_SLOTS=2\n",
                "\0\1\2\3\377\376",
                "ROTA_LOG_LEVEL=info\n".repeat(50_000),
                "ROTA_DB_URL=jdbc:nothing\n",
                "[section]\nkey: value\n");
    }

    private static Finding broken(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                World world = new World()) {
            world.schedules(1, "PT1S", Target.WORK);
            Path file = scratch.path().resolve("rota.conf");
            long wrong = 0;
            List<Map<String, String>> settings = List.of(
                    Map.of("ROTA_POLL", "sixty"),
                    Map.of("ROTA_SLOTS", "0"),
                    Map.of("ROTA_DB_URL", "mysql://here"),
                    Map.of("ROTA_EGRESS_ALLOW", "everything"),
                    Map.of("ROTA_CONFIG", file.toString()),
                    Map.of("ROTA_LOG_FILE", "/proc/nowhere/all.log"));
            Files.writeString(file, "ROTA_POLL=PT1S\nROTA_POL=PT2S\n");
            for (Map<String, String> setting : settings) {
                Member refused = world.fleet.start("refused", world.database(), setting);
                wrong += refused.exitCode() == 78 ? 0 : 1;
            }
            world.fleet.start("last", world.database());
            world.worksAgain();
            return Finding.of(settings.size(), world.verdict()).zero("exits other than 78", wrong);
        }
    }

    private static Finding alone(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                OwnServer server = new OwnServer(scratch.path(), Map.of());
                World world = new World(new dev.rota.store.TestDatabase(server.config(), () -> {}))) {
            world.schedules(10, "PT1S", Target.WORK);
            DatabaseConfig there = world.database();
            String url = there.url();
            server.stop();
            Member refused = world.fleet.start("refused", there);
            Member nameless = world.fleet.start("nameless", other(url.replace("127.0.0.1", "nowhere.invalid"), there));
            World.until(() -> refused.said("Degraded") > 0 && nameless.said("Degraded") > 0);
            server.start();
            world.worksAgain();
            Member wrong = world.fleet.start("wrong", new DatabaseConfig(url, "late", "after", false));
            Member missing = world.fleet.start("missing", other(url.replaceFirst("/postgres$", "/missing"), there));
            World.until(() -> wrong.said("Degraded") > 0 && missing.said("Degraded") > 0);
            world.observer.execute("create role late login superuser password 'after'");
            world.observer.execute("create database missing");
            Migrations.migrate(other(url.replaceFirst("/postgres$", "/missing"), there));
            World.until(() -> missing.said("Working again") + missing.said("Ready") > 0);
            world.until("select count(*) >= 2 from rota.daemon where state = 'ready'");
            world.worksAgain();
            long notZero = 0;
            List<Member> all = List.of(refused, nameless, wrong, missing);
            boolean alive = all.stream().allMatch(one -> one.process().isAlive());
            for (Member one : all) {
                one.terminate();
                notZero += one.exitCode() == 0 ? 0 : 1;
            }
            return Finding.of(all.size(), world.verdict())
                    .zero("exits other than 0", notZero)
                    .sure("the same processes", alive);
        }
    }

    private static DatabaseConfig other(String url, DatabaseConfig like) {
        return new DatabaseConfig(url, like.user(), like.password(), false);
    }

    private static Finding schemas(Terms terms) throws Exception {
        try (World world = new World(PostgresForTests.emptyDatabase())) {
            Member early = world.fleet.start("early", world.database());
            World.until(() -> early.said("Degraded") > 0);
            Migrations.migrate(world.database());
            world.schedules(10, "PT1S", Target.WORK);
            world.worksAgain();
            early.terminate();
            long wrong = early.exitCode() == 0 ? 0 : 1;

            world.observer.execute("""
                create table public.newest as select * from rota.flyway_schema_history order by installed_rank desc
                  limit 1;
                delete from rota.flyway_schema_history where installed_rank = (select installed_rank from public.newest)\
                """);
            Member before = world.fleet.start("before", world.database());
            World.until(() -> before.said("Degraded") > 0);
            world.observer.execute("insert into rota.flyway_schema_history select * from public.newest");
            world.worksAgain();

            long needs = world.judge.count("select min_daemon from rota.schema_info");
            world.observer.execute("update rota.schema_info set min_daemon = " + (Migrations.NEWEST + 1));
            Member late = world.fleet.start("late", world.database());
            wrong += late.exitCode() == 78 && late.said("Install a newer Rota") == 1 ? 0 : 1;
            world.observer.execute("update rota.schema_info set min_daemon = " + needs);
            world.fleet.start("last", world.database());
            world.worksAgain();
            return Finding.of(3, world.verdict()).zero("other ends", wrong);
        }
    }

    private static Finding rows(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(10, "PT1S", Target.WORK);
            world.guilty(3, "PT1S", "http://127.0.0.1:9/", "PT2S");
            world.observer.execute("""
                update rota.schedules set kind = 'teleport', job = '{"to": "Mars"}' where name like 'guilty-1-%';
                update rota.schedules set job = '{"source": 7}' where name like 'guilty-2-%';
                update rota.schedules set job = '["no", "object"]' where name like 'guilty-3-%'\
                """);
            Member one = world.fleet.start("one", world.database());
            Member two = world.fleet.start("two", world.database());
            world.until("select count(*) = 2 from rota.schedules where auto_disabled_at is not null");
            world.worksAgain();
            long wrong = world.judge.count("""
                select count(*) from rota.run where schedule_name like 'guilty-%'
                  and failure_class is distinct from 'config'\
                """);
            long bit = world.judge.count("select count(*) from rota.run where status = 'failed'");
            boolean alive = one.process().isAlive() && two.process().isAlive();
            return Finding.of(bit, world.verdict())
                    .zero("of another class", wrong)
                    .zero(
                            "runs of an unknown kind",
                            world.judge.count("select count(*) from rota.run where kind = 'teleport'"))
                    .sure("the same processes", alive);
        }
    }
}
