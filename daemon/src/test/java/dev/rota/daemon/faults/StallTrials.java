package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Point.Effect;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Processes stand still, and go on.
final class StallTrials {
    static final List<Trial> ALL = List.of(
            new Trial(
                    "F-05",
                    "one of three daemons frozen beyond its lease, with runs in its hands",
                    StallTrials::zombies),
            new Trial(
                    "F-06",
                    "a daemon frozen in an open transaction: its rows are free again",
                    StallTrials::inTransaction),
            new Trial("F-07", "daemons stand still for two seconds of a lease of seven", StallTrials::pauses),
            new Trial("F-11", "one of three daemons cut off for three leases", StallTrials::cutOff),
            new Trial("F-28", "the whole machine suspended, the database with it", StallTrials::suspended));

    private static final int HELD_SCHEDULES = 9;

    private StallTrials() {}

    private static List<Member> three(World world) throws Exception {
        for (int n = 1; n <= 3; n++) {
            world.fleet.start("daemon-" + n, world.database());
        }
        return world.fleet.alive();
    }

    private static Finding zombies(Terms terms) throws Exception {
        try (World world = new World()) {
            List<Member> daemons = three(world);
            world.schedules(10, "PT1S", Target.WORK);
            world.schedules(HELD_SCHEDULES, "PT5S", Target.HELD);
            int times = terms.times(4);
            for (int n = 0; n < times; n++) {
                Member zombie = daemons.get(n % daemons.size());
                World.until(() -> frozenWithRuns(world.target, zombie));
                world.until("select state = 'dead' from rota.daemon where pid = %d order by started_at desc limit 1"
                        .formatted(zombie.process().pid()));
                long before = zombie.said("Too late");
                world.target.letGo(1_000);
                zombie.thaw();
                World.until(() -> zombie.said("Too late") > before);
                world.target.hold();
                world.until("select state = 'ready' from rota.daemon where pid = %d order by started_at desc limit 1"
                        .formatted(zombie.process().pid()));
            }
            world.target.letGo(100_000);
            world.worksAgain();
            Verdict verdict = world.verdict();
            return Finding.of(times, verdict).sure("fenced", verdict.fenced() >= times);
        }
    }

    /// Whether it could be frozen while an answer was held from it. When the others have them all, these are let
    /// go, and who comes next has them.
    private static boolean frozenWithRuns(Target target, Member zombie) throws Exception {
        target.hold();
        if (target.held(zombie.name()) == 0) {
            if (target.held() == HELD_SCHEDULES) {
                target.letGo(HELD_SCHEDULES);
            }
            return false;
        }
        zombie.freeze();
        if (target.held(zombie.name()) > 0) {
            return true;
        }
        zombie.thaw();
        return false;
    }

    private static Finding inTransaction(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(20, "PT1S", Target.WORK);
            world.fleet.start("other", world.database());
            world.worksAgain();
            int times = terms.times(3);
            long bit = 0;
            for (int n = 0; n < times; n++) {
                try (FaultProxy proxy = new FaultProxy(world.database())) {
                    Point point = proxy.at(Said.COMMIT_OF_CLAIM, Effect.HOLD, 1);
                    Member frozen = world.fleet.start("frozen", proxy.config());
                    point.awaitReached();
                    frozen.freeze();
                    world.worksAgain();
                    bit += point.bitten();
                    point.release();
                    frozen.thaw();
                    world.worksAgain();
                    frozen.kill();
                }
            }
            world.worksAgain();
            return Finding.of(bit, world.verdict());
        }
    }

    private static Finding pauses(Terms terms) throws Exception {
        try (World world = new World()) {
            List<Member> daemons = three(world);
            world.schedules(20, "PT1S", Target.WORK);
            world.worksAgain();
            int times = terms.times(8);
            for (int n = 0; n < times; n++) {
                Member one = daemons.get(n % daemons.size());
                one.freeze();
                World.pass(Duration.ofSeconds(2));
                one.thaw();
                World.pass(Duration.ofMillis(300));
            }
            world.worksAgain();
            Verdict verdict = world.verdict();
            return Finding.of(times, verdict)
                    .zero("abandoned", verdict.abandoned())
                    .zero("incarnations beyond 3", world.judge.count("select count(*) - 3 from rota.daemon"));
        }
    }

    private static Finding cutOff(Terms terms) throws Exception {
        try (World world = new World();
                FaultProxy proxy = new FaultProxy(world.database())) {
            world.schedules(20, "PT1S", Target.WORK);
            world.schedules(6, "PT5S", Target.HELD);
            Member cut = world.fleet.start("cut", proxy.config());
            world.fleet.start("daemon-2", world.database());
            world.fleet.start("daemon-3", world.database());
            int times = terms.times(2);
            for (int n = 0; n < times; n++) {
                World.until(() -> world.target.waiting("cut") > 0);
                long degraded = cut.said("Degraded");
                proxy.blackHole();
                World.until(() -> cut.said("Degraded") > degraded);
                World.pass(Duration.parse(Fleet.LEASE).multipliedBy(3));
                world.target.letGo(1_000);
                proxy.clear();
                world.worksAgain();
                world.target.hold();
            }
            world.target.letGo(100_000);
            Verdict verdict = world.verdict();
            return Finding.of(times, verdict)
                    .zero("overlaps at the target", world.target.overlaps())
                    .sure("let go of by itself", cut.said("outcome=interrupted") > 0)
                    .sure("taken over", verdict.abandoned() + verdict.interrupted() > 0);
        }
    }

    private static Finding suspended(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                OwnServer server = new OwnServer(scratch.path(), Map.of());
                World world = new World(new TestDatabase(server.config(), () -> {}))) {
            world.schedules(20, "PT1S", Target.WORK);
            three(world);
            world.worksAgain();
            int times = terms.times(2);
            for (int n = 0; n < times; n++) {
                world.observer.execute("drop table if exists public.nap;"
                        + " create table public.nap as select clock_timestamp() as at");
                server.signalAll("STOP");
                for (Member member : world.fleet.alive()) {
                    member.freeze();
                }
                World.pass(Duration.ofSeconds(12));
                server.signalAll("CONT");
                for (Member member : world.fleet.alive()) {
                    member.thaw();
                }
                world.worksAgain();
            }
            long burst = world.judge.count("""
                select count(*) from (select schedule_id from rota.run, public.nap
                  where slot between at + interval '2 seconds' and at + interval '9 seconds'
                  group by schedule_id having count(distinct slot) > 1) burst\
                """);
            return Finding.of(times, world.verdict()).zero("bursts", burst);
        }
    }
}
