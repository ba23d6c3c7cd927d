package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.faults.Point.Effect;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// Daemons die, at any moment and at the worst ones.
final class DeathTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-01", "kill -9 of one of four daemons, at random moments, started again", DeathTrials::kills),
            new Trial(
                    "F-02",
                    "kill -9 between a claim and its commit",
                    terms -> killsAt(terms, Said.COMMIT_OF_CLAIM, Effect.HOLD)),
            new Trial(
                    "F-03",
                    "kill -9 after a claim, its answer lost",
                    terms -> killsAt(terms, Said.COMMIT_OF_CLAIM, Effect.EAT_ANSWER)),
            new Trial(
                    "F-04a",
                    "kill -9 between a result and its commit",
                    terms -> killsAt(terms, Said.COMMIT_OF_FINISH, Effect.HOLD)),
            new Trial(
                    "F-04b",
                    "kill -9 after the commit of a result, its answer lost",
                    terms -> killsAt(terms, Said.COMMIT_OF_FINISH, Effect.EAT_ANSWER)),
            new Trial("F-09", "all daemons killed at once, and started again", DeathTrials::allAtOnce));

    private static final int DAEMONS = 4;

    private DeathTrials() {}

    private static Finding kills(Terms terms) throws Exception {
        try (World world = new World()) {
            return kills(world, world.database(), terms);
        }
    }

    /// @param reachedThrough the database as the daemons see it
    static Finding kills(World world, DatabaseConfig reachedThrough, Terms terms) throws Exception {
        world.schedules(40, "PT1S", Target.WORK);
        for (int n = 1; n <= DAEMONS; n++) {
            world.fleet.start("daemon-" + n, reachedThrough);
        }
        world.worksAgain();
        int kills = terms.times(20);
        for (int n = 0; n < kills; n++) {
            World.pass(terms.moment(Duration.ofMillis(200), Duration.ofMillis(1_800)));
            Fleet.Member victim = world.fleet.alive().get(terms.random().nextInt(DAEMONS));
            victim.kill();
            world.fleet.start(victim.name(), reachedThrough);
            pardon(world, n);
        }
        world.worksAgain();
        long repeated = world.judge.count(
                "select count(*) from (select 1 from rota.run group by schedule_id, slot having count(*) > 1) again");
        Verdict verdict = world.verdict();
        return Finding.of(kills, verdict)
                .sure("met a run", verdict.abandoned() > 0)
                .note(repeated + " slots started again");
    }

    private static Finding killsAt(Terms terms, Predicate<Said> point, Effect effect) throws Exception {
        try (World world = new World()) {
            world.schedules(30, "PT1S", Target.WORK);
            world.fleet.start("other", world.database());
            world.worksAgain();
            int kills = terms.times(5);
            for (int n = 0; n < kills; n++) {
                try (FaultProxy proxy = new FaultProxy(world.database())) {
                    Point reached = proxy.at(point, effect, 1);
                    Fleet.Member victim = world.fleet.start("victim", proxy.config());
                    reached.awaitReached();
                    victim.kill();
                }
                pardon(world, n);
            }
            world.worksAgain();
            return Finding.of(kills, world.verdict());
        }
    }

    /// Has all work again after every second kill. Who dies three times without a success in between is put aside,
    /// as F-08 shows, and who kills a daemon each second has that happen to innocent ones.
    private static void pardon(World world, int kill) throws Exception {
        if (kill % 2 == 1) {
            world.worksAgain();
        }
    }

    private static Finding allAtOnce(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(20, "PT1S", Target.WORK);
            int times = terms.times(3);
            for (int n = 0; n < times; n++) {
                world.fleet.start("one", world.database());
                world.fleet.start("two", world.database());
                world.worksAgain();
                for (Fleet.Member member : world.fleet.alive()) {
                    member.kill();
                }
                assertThat(world.fleet.alive()).isEmpty();
            }
            world.fleet.start("last", world.database());
            world.worksAgain();
            return Finding.of(times, world.verdict());
        }
    }
}
