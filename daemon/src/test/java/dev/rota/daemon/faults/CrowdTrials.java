package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Very many slots, and very many runs.
final class CrowdTrials {
    static final List<Trial> ALL = List.of(
            new Trial("crowd-2", "two daemons, 10,000 due at one instant", _ -> crowd(2)),
            new Trial("crowd-5", "five daemons, 10,000 due at one instant", _ -> crowd(5)),
            new Trial("F-62", "soak: 20 % of the targets fail", CrowdTrials::soak));

    private static final int DUE = 10_000;

    private CrowdTrials() {}

    private static Finding crowd(int daemons) throws Exception {
        try (World world = new World()) {
            for (int n = 1; n <= daemons; n++) {
                world.fleet.start("daemon-" + n, world.database(), Map.of("ROTA_SLOTS", "64", "ROTA_LEASE", "PT30S"));
            }
            world.until("select count(*) = %d and bool_and(state = 'ready') from rota.daemon".formatted(daemons));
            world.schedules(DUE, "PT1H", Target.WORK);
            world.until("""
                select count(distinct schedule_id) = %d from rota.run where status in ('succeeded', 'failed')\
                """.formatted(DUE));
            long slots = world.target.effects().stream()
                    .map(Target.Effect::key)
                    .collect(Collectors.toSet())
                    .size();
            long shares = world.judge.count("select count(distinct daemon_id) from rota.run");
            long smallest =
                    world.judge.count("select min(n) from (select count(*) n from rota.run group by daemon_id) shares");
            return Finding.of(shares - 1, world.verdict())
                    .zero("slots without effect", DUE - slots)
                    .zero("effects too many", world.target.requests() - slots)
                    .zero("daemons without a share", daemons - shares)
                    .zero("failed", world.judge.count("select count(*) from rota.run where status = 'failed'"))
                    .note("smallest share " + smallest);
        }
    }

    /// What a daemon has at one moment of the soak.
    private record Sample(long runs, long threads, long descriptors, long heapKib, long rssMib) {}

    private static Finding soak(Terms terms) throws Exception {
        try (World world = new World()) {
            world.schedules(40, "PT1S", Target.WORK);
            // So seldom that the greatest threshold is not reached before the end.
            long every = Math.max(1, terms.soak().toSeconds() / 900);
            world.guilty(10, "PT" + every + "S", world.target.url("/nothing"), "PT30S");
            world.observer.execute("update rota.schedules set failure_threshold = 1000");
            Member one = world.fleet.start("one", world.database(), Map.of("ROTA_SLOTS", "32"));
            Member two = world.fleet.start("two", world.database(), Map.of("ROTA_SLOTS", "32"));
            world.worksAgain();
            World.pass(terms.soak().dividedBy(2)); // until everything has been loaded, and connected
            List<Sample> samples = new ArrayList<>();
            long end = System.nanoTime() + terms.soak().dividedBy(2).toNanos();
            do {
                samples.add(sample(world, one));
                World.pass(Duration.ofSeconds(Math.max(2, terms.soak().toSeconds() / 20)));
            } while (System.nanoTime() < end);
            samples.add(sample(world, one));
            world.worksAgain();
            long faults = world.judge.count("select count(*) from rota.run where status = 'failed'");
            boolean alive = one.process().isAlive() && two.process().isAlive();
            Verdict verdict = world.verdict();
            Sample first = least(samples.subList(0, samples.size() / 2));
            Sample last = least(samples.subList(samples.size() / 2, samples.size()));
            // Rows: what ran, and nothing besides.
            long rows = world.judge.count("select count(*) from rota.run")
                    - verdict.succeeded()
                    - faults
                    - verdict.interrupted()
                    - verdict.abandoned();
            return Finding.of(faults, verdict)
                    .zero("abandoned", verdict.abandoned())
                    .zero("rows too many", rows)
                    .zero("threads grown", Math.max(0, last.threads - first.threads - 8))
                    .zero("descriptors grown", Math.max(0, last.descriptors - first.descriptors - 16))
                    .zero("heap grown", Math.max(0, last.heapKib - first.heapKib - 4_096))
                    .sure("the same processes", alive)
                    .note("%s: from %s to %s (the least of each half)".formatted(terms.soak(), first, last));
        }
    }

    /// What is there at least does not depend on what is under way.
    private static Sample least(List<Sample> samples) {
        return samples.stream()
                .reduce((a, b) -> new Sample(
                        Math.max(a.runs, b.runs),
                        Math.min(a.threads, b.threads),
                        Math.min(a.descriptors, b.descriptors),
                        Math.min(a.heapKib, b.heapKib),
                        Math.min(a.rssMib, b.rssMib)))
                .orElseThrow();
    }

    private static Sample sample(World world, Member member) throws Exception {
        Proc proc = Proc.of(member.process());
        return new Sample(
                world.judge.count("select count(*) from rota.run"),
                proc.threads(),
                proc.descriptors(),
                proc.heap(),
                proc.rss());
    }
}
