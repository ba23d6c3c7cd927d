package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Fleet.Way;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Jobs that do harm to their daemon.
final class JobTrials {
    static final List<Trial> ALL = List.of(
            new Trial(
                    "F-08, F-45", "jobs that exhaust the heap: exit 3, quarantine after three deaths", JobTrials::heap),
            new Trial("F-40", "jobs that ignore their interrupt: exit 75, started anew", JobTrials::deaf),
            new Trial("F-42, F-47", "jobs that throw Errors, overflow the stack, flood their log", JobTrials::errors),
            new Trial(
                    "F-43, F-44",
                    "commands that fork, ignore TERM, leave their session, flood stdout",
                    JobTrials::trees));

    private static final String WRONG = "http://127.0.0.1:9/misbehave/";

    private JobTrials() {}

    private static Way hostile() {
        return new Way(HostileDaemon.class, List.of(), List.of("-Xmx48m", "-XX:+ExitOnOutOfMemoryError"), Map.of());
    }

    /// Does what a service manager would: starts what has ended, until it is told enough.
    ///
    /// @return how many ended with the code
    private static long keepAlive(World world, int code, String enough) throws Exception {
        long ended = 0;
        Member one = world.fleet.start("one", world.database(), hostile());
        Member two = world.fleet.start("two", world.database(), hostile());
        while (!world.observer.truth(enough)) {
            World.pass(java.time.Duration.ofMillis(100));
            if (!one.process().isAlive()) {
                ended += one.exitCode() == code ? 1 : 1_000_000;
                one = world.fleet.start("one", world.database(), hostile());
            }
            if (!two.process().isAlive()) {
                ended += two.exitCode() == code ? 1 : 1_000_000;
                two = world.fleet.start("two", world.database(), hostile());
            }
        }
        return ended;
    }

    private static Finding heap(Terms terms) throws Exception {
        try (World world = new World()) {
            int guilty = terms.times(2);
            world.schedules(10, "PT1S", Target.WORK);
            world.guilty(guilty, "PT2S", WRONG + "heap", "PT30S");
            long deaths = keepAlive(world, 3, """
                select count(*) = %d from rota.schedules where auto_disabled_at is not null\
                """.formatted(guilty));
            world.worksAgain();
            long otherwise = world.judge.count("""
                select count(*) from rota.schedules where (auto_disabled_at is not null and deaths < 3)
                  or (name like '%s%%' and auto_disabled_reason not like 'quarantine%%')\
                """.formatted(Judge.GUILTY));
            return Finding.of(deaths, world.verdict())
                    .zero("exits other than 3", deaths / 1_000_000)
                    .zero("put aside for another reason", otherwise)
                    .note(deaths + " exits with 3");
        }
    }

    private static Finding deaf(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(10, "PT1S", Target.WORK);
            world.guilty(5, "PT2S", WRONG + "deaf", "PT1S");
            long renewed = keepAlive(world, 75, """
                select count(*) = 5 from rota.schedules where auto_disabled_at is not null\
                """);
            world.worksAgain();
            Verdict verdict = world.verdict();
            return Finding.of(renewed, verdict)
                    .zero("exits other than 75", renewed / 1_000_000)
                    .zero("abandoned", verdict.abandoned())
                    .note(renewed + " exits with 75");
        }
    }

    private static Finding errors(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(10, "PT1S", Target.WORK);
            for (String how : List.of("overflow", "error", "flood", "threads")) {
                world.guilty(1, "PT1S", WRONG + how, "PT20S");
            }
            Member one = world.fleet.start("one", world.database(), hostile());
            world.until("select count(*) = 4 from rota.schedules where auto_disabled_at is not null");
            world.worksAgain();
            long otherwise = world.judge.count("""
                select count(*) from rota.run where schedule_name like '%s%%'
                  and status <> 'interrupted' and failure_class is distinct from 'internal'\
                """.formatted(Judge.GUILTY));
            long flooded = longestLog(world);
            long bit = world.judge.count("select count(*) from rota.run where status = 'failed'");
            boolean alive = one.process().isAlive();
            return Finding.of(bit, world.verdict())
                    .zero("of another class", otherwise)
                    .sure("the same process", alive)
                    .note("longest log " + flooded / 1024 + " KiB");
        }
    }

    /// In bytes.
    private static long longestLog(World world) throws SQLException {
        return world.judge.count("""
            select coalesce(max(bytes), 0) from (
              select sum(octet_length(text)) bytes from rota.run_log group by run_id) logs\
            """);
    }

    private static Finding trees(Terms terms) throws Exception {
        try (World world = new World()) {
            String mark = "rota-trial-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
            List<String> scripts = List.of(
                    "trap : TERM; while :; do sleep 0.2; done",
                    "setsid sh -c 'trap : TERM HUP; while :; do sleep 0.2; done' & sleep 60",
                    "(setsid sh -c 'sleep 60 & sleep 60 & exec sleep 60' &) ; exit 0",
                    "i=0; while [ $i -lt 100 ]; do sleep 60 & i=$((i+1)); done; wait",
                    "while :; do echo a line that nobody wants to read, and another, and another; done",
                    "exec 1>&- 2>&-; sleep 60");
            Map<String, String> commands = Map.of("ROTA_COMMANDS", "true", "ROTA_COMMAND_DIRS", "/bin,/usr/bin");
            Member one = world.fleet.start("one", world.database(), commands);
            world.schedules(10, "PT1S", Target.WORK);
            for (String script : scripts) {
                world.command("PT5S", ": " + mark + "; " + script, "PT1S");
            }
            int times = terms.times(2);
            world.until("""
                select min(n) >= %d from (select s.id, count(r.id) n from rota.schedules s
                  left join rota.run r on r.schedule_id = s.id and r.status in ('failed', 'succeeded')
                  where s.name like '%s%%' group by s.id) each\
                """.formatted(times, Judge.GUILTY));
            world.observer.execute("update rota.schedules set enabled = false where name like '" + Judge.GUILTY + "%'");
            world.until("select not exists (select from rota.schedules where name like '" + Judge.GUILTY
                    + "%' and current_run is not null)");
            long left = alive(mark);
            long longest = longestLog(world);
            world.worksAgain();
            long bit = world.judge.count("select count(*) from rota.run where schedule_name like '" + Judge.GUILTY
                    + "%' and status in ('failed', 'succeeded')");
            boolean alive = one.process().isAlive();
            return Finding.of(bit, world.verdict())
                    .zero("processes left", left)
                    .sure("the same process", alive)
                    .note("longest output " + longest / 1024 + " KiB");
        }
    }

    /// How many processes there are that have a word on their command line, or were started by one that had.
    private static long alive(String mark) throws IOException {
        long alive = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String line =
                            Files.readString(process.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
                    String born =
                            Files.readString(process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
                    alive += line.contains(mark) || (born.contains("ROTA_RUN=") && line.contains("sleep\0" + "60"))
                            ? 1
                            : 0;
                } catch (IOException hasEnded) {
                    // It counts no more.
                }
            }
        }
        return alive;
    }
}
