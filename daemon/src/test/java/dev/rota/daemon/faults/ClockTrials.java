package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.store.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Clocks that step, by Debian's libfaketime.
final class ClockTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-22", "two daemons, one an hour ahead, one an hour behind, under kills", ClockTrials::apart),
            new Trial("F-20", "a daemon's clock steps by an hour, forth and back", ClockTrials::steps),
            new Trial("F-23", "the database's clock leaps an hour ahead", ClockTrials::ahead),
            new Trial("F-24", "the database's clock falls back an hour for 10 s", ClockTrials::behind));

    private ClockTrials() {}

    private static Finding apart(Terms terms) throws Exception {
        try (Scratch one = Scratch.create();
                Scratch two = Scratch.create();
                World world = new World()) {
            Faketime ahead = new Faketime(one.path());
            ahead.set("+1h");
            Faketime behind = new Faketime(two.path());
            behind.set("-1h");
            world.schedules(20, "PT1S", Target.WORK);
            world.fleet.start("ahead", world.database(), ahead.environment());
            world.fleet.start("behind", world.database(), behind.environment());
            int times = terms.times(4);
            for (int n = 0; n < times; n++) {
                world.worksAgain();
                Fleet.Member victim = world.fleet.alive().getFirst();
                victim.kill();
                Faketime clock = victim.name().equals("ahead") ? ahead : behind;
                world.fleet.start(victim.name(), world.database(), clock.environment());
            }
            world.worksAgain();
            World.pass(Duration.ofSeconds(3));
            long apart = world.judge.count("""
                select count(*) from rota.daemon where abs(clock_offset_ms) > 3500000 and state <> 'starting'\
                """);
            return Finding.of(apart, world.verdict());
        }
    }

    private static Finding steps(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                World world = new World()) {
            Faketime clock = new Faketime(scratch.path());
            world.schedules(20, "PT1S", Target.WORK);
            world.fleet.start("stepping", world.database(), clock.environment());
            world.worksAgain();
            int times = terms.times(3);
            for (int n = 0; n < times; n++) {
                clock.set("+1h");
                world.until("select bool_and(clock_offset_ms > 3500000) from rota.daemon");
                world.worksAgain();
                clock.set("-1h");
                world.until("select bool_and(clock_offset_ms < -3500000) from rota.daemon");
                world.worksAgain();
            }
            Verdict verdict = world.verdict();
            return Finding.of(2L * times, verdict).zero("abandoned", verdict.abandoned());
        }
    }

    private static Finding ahead(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Faketime clock = new Faketime(scratch.path());
            try (OwnServer server = new OwnServer(scratch.path(), clock.environment());
                    World world = new World(new TestDatabase(server.config(), () -> {}))) {
                world.twoAtWork();
                int times = terms.times(2);
                long burst = 0;
                for (int n = 1; n <= times; n++) {
                    noteTheInstant(world);
                    clock.set("+" + n + "h");
                    world.until("select clock_timestamp() > at + interval '59 minutes' from public.leap");
                    world.worksAgain();
                    burst += world.judge.count("""
                        select count(*) from rota.run, public.leap
                        where slot between at + interval '10 seconds' and at + interval '58 minutes'\
                        """);
                }
                return Finding.of(times, world.verdict()).zero("bursts", burst);
            }
        }
    }

    /// Slots that the hour before had already are not due again; what people ask for runs all the same.
    private static Finding behind(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Faketime clock = new Faketime(scratch.path());
            try (OwnServer server = new OwnServer(scratch.path(), clock.environment());
                    World world = new World(new TestDatabase(server.config(), () -> {}))) {
                world.twoAtWork();
                int times = terms.times(2);
                for (int n = 1; n <= times; n++) {
                    noteTheInstant(world);
                    clock.set("-1h");
                    world.until("select clock_timestamp() < at - interval '59 minutes' from public.leap");
                    World.pass(Duration.ofSeconds(10));
                    clock.set("+0");
                    world.until("select clock_timestamp() > at from public.leap");
                    world.worksAgain();
                }
                return Finding.of(times, world.verdict());
            }
        }
    }

    /// When the clock is about to be set.
    private static void noteTheInstant(World world) throws SQLException {
        world.observer.execute(
                "drop table if exists public.leap;" + " create table public.leap as select clock_timestamp() as at");
    }
}
