package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Point.Effect;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// The network between the daemons and their database. Two daemons go through it, so that nobody can help out.
final class NetworkTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-13", "a black hole beyond the lease", NetworkTrials::blackHoles),
            new Trial("F-14", "connections die without a word", NetworkTrials::silence),
            new Trial(
                    "F-15a",
                    "reset at the commit of a claim",
                    terms -> points(terms, Said.COMMIT_OF_CLAIM, Effect.RESET, 10)),
            new Trial(
                    "F-15b",
                    "reset at the commit of a result",
                    terms -> points(terms, Said.COMMIT_OF_FINISH, Effect.RESET, 10)),
            new Trial("F-15c", "all connections reset, or half closed", NetworkTrials::resets),
            new Trial(
                    "F-18a",
                    "the answer to the commit of a claim eaten",
                    terms -> points(terms, Said.COMMIT_OF_CLAIM, Effect.EAT_ANSWER, 5)),
            new Trial(
                    "F-18b",
                    "the answer to the commit of a result eaten",
                    terms -> points(terms, Said.COMMIT_OF_FINISH, Effect.EAT_ANSWER, 5)),
            new Trial("F-19g", "100 ms of latency each way, then 20 KiB/s", NetworkTrials::slow));

    private NetworkTrials() {}

    private interface Fault {
        /// @return how often it bit
        long happens(World world, FaultProxy proxy, List<Member> daemons) throws Exception;
    }

    private static Finding with(Fault fault) throws Exception {
        try (World world = new World();
                FaultProxy proxy = new FaultProxy(world.database())) {
            world.schedules(20, "PT1S", Target.WORK);
            Member one = world.fleet.start("one", proxy.config());
            Member two = world.fleet.start("two", proxy.config());
            world.worksAgain();
            long bit = fault.happens(world, proxy, List.of(one, two));
            world.worksAgain();
            return Finding.of(bit, world.verdict());
        }
    }

    private static Finding blackHoles(Terms terms) throws Exception {
        return with((world, proxy, daemons) -> {
            int times = terms.times(2);
            for (int n = 0; n < times; n++) {
                long degraded = daemons.getFirst().said("Degraded");
                proxy.blackHole();
                World.until(() -> daemons.getFirst().said("Degraded") > degraded);
                World.pass(Duration.parse(Fleet.LEASE).multipliedBy(2));
                proxy.clear();
                world.worksAgain();
            }
            return times;
        });
    }

    private static Finding silence(Terms terms) throws Exception {
        return with((world, proxy, daemons) -> {
            for (int n = 0; n < terms.times(5); n++) {
                int _ = proxy.silenceExisting();
                World.pass(terms.moment(Duration.ofMillis(500), Duration.ofSeconds(3)));
                world.worksAgain();
            }
            return proxy.cut();
        });
    }

    private static Finding points(Terms terms, Predicate<Said> when, Effect effect, int usual) throws Exception {
        return with((world, proxy, daemons) -> {
            int times = terms.times(usual);
            long bit = 0;
            for (int n = 0; n < times; n++) {
                Point point = proxy.at(when, effect, 1);
                point.awaitReached();
                bit += point.bitten();
                World.pass(terms.moment(Duration.ofMillis(50), Duration.ofMillis(1_500)));
            }
            return bit;
        });
    }

    private static Finding resets(Terms terms) throws Exception {
        return with((world, proxy, daemons) -> {
            for (int n = 0; n < terms.times(5); n++) {
                int _ = proxy.resetAll();
                World.pass(terms.moment(Duration.ofMillis(500), Duration.ofSeconds(2)));
                int _ = proxy.halfCloseAll();
                World.pass(terms.moment(Duration.ofMillis(500), Duration.ofSeconds(2)));
            }
            return proxy.cut();
        });
    }

    private static Finding slow(Terms terms) throws Exception {
        try (World world = new World();
                FaultProxy proxy = new FaultProxy(world.database())) {
            world.schedules(20, "PT1S", Target.WORK);
            world.fleet.start("one", proxy.config());
            world.fleet.start("two", proxy.config());
            world.worksAgain();
            proxy.latency(Duration.ofMillis(100));
            long before = world.judge.count("select count(*) from rota.run where status = 'succeeded'");
            World.pass(Duration.ofSeconds(20L * terms.factor()));
            world.worksAgain();
            long meanwhile = world.judge.count("select count(*) from rota.run where status = 'succeeded'") - before;
            proxy.clear();
            proxy.drip(20 * 1024);
            World.pass(Duration.ofSeconds(10L * terms.factor()));
            proxy.clear();
            world.worksAgain();
            Verdict verdict = world.verdict();
            return Finding.of(meanwhile, verdict).zero("abandoned", verdict.abandoned());
        }
    }
}
