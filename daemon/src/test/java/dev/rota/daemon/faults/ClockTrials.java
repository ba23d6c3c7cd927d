package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.store.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Clocks that step, by Debian's libfaketime.
final class ClockTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-22", "two daemons, one an hour ahead, one an hour behind, under kills", ClockTrials::apart),
            new Trial("F-20", "a daemon's clock steps by an hour, forth and back", ClockTrials::steps),
            new Trial("F-23", "the database's clock leaps an hour ahead", ClockTrials::ahead),
            new Trial("F-24", "the database's clock falls back an hour for 10 s", ClockTrials::behind),
            new Trial(
                    "F-25a",
                    "summer time begins: an hour that is not there",
                    _ -> season("2027-03-28T01:00:00Z", false)),
            new Trial(
                    "F-25b", "summer time ends: an hour that comes twice", _ -> season("2027-10-31T00:30:00Z", true)));

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

    /// Schedules of every second and one of half past two in Rome live through the moment when that hour is not
    /// there, or comes and comes again.
    ///
    /// @param moment when the daily one is due: the end of the gap, or the first of the two
    /// @param again  whether an hour later its time comes again
    private static Finding season(String moment, boolean again) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Faketime clock = new Faketime(scratch.path());
            long ahead = Duration.between(Instant.now(), Instant.parse(moment)).toSeconds() - 30;
            clock.set("+" + ahead);
            try (OwnServer server = new OwnServer(scratch.path(), clock.environment());
                    World world = new World(new TestDatabase(server.config(), () -> {}))) {
                world.cron("cron-daily", "0 30 2 * * *", "2 days");
                world.cron("cron-secondly", "* * * * * *", "1 second");
                world.twoAtWork();
                world.until("select clock_timestamp() > timestamptz '" + moment + "' + interval '10 seconds'");
                if (again) {
                    clock.set("+" + (ahead + 3_600 - 40));
                    world.until("select clock_timestamp() > timestamptz '" + moment + "' + interval '3610 seconds'");
                }
                world.worksAgain();
                world.until("select next_slot > timestamptz '" + moment + "' and current_run is null"
                        + " from rota.schedules where name = 'cron-daily'");
                Verdict verdict = world.verdict();
                return Finding.of(1, verdict)
                        .zero("other than one slot of the day", world.judge.count("""
                            select count(*) filter (where slot <> moment) + abs(1 - count(distinct slot))
                            from (select timestamptz '%s') m(moment), (
                              select slot from rota.run where schedule_name = 'cron-daily' and status = 'succeeded'
                              union all
                              select first_slot from rota.decision where schedule_id = (
                                select id from rota.schedules where name = 'cron-daily')) accounts
                            where slot > moment - interval '3 hours'\
                            """.formatted(moment)))
                        .zero("seconds with no account, or two", world.judge.count("""
                            with mine as (select id from rota.schedules where name = 'cron-secondly'),
                            -- or was in a daemon's hands when the clock went on: an hour later it is not run again
                            ran as (select distinct slot from rota.run where schedule_id = (select id from mine)
                              and status in ('succeeded', 'abandoned')),
                            ends as (select min(slot) least, max(slot) most from ran)
                            select count(*) from ends, generate_series(least, most, interval '1 second') t
                            where (select count(*) from ran where slot = t) + (select count(*) from rota.decision
                              where schedule_id = (select id from mine) and t between first_slot and last_slot) <> 1\
                            """));
            }
        }
    }

    /// When the clock is about to be set.
    private static void noteTheInstant(World world) throws SQLException {
        world.observer.execute(
                "drop table if exists public.leap;" + " create table public.leap as select clock_timestamp() as at");
    }
}
