package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clocks step by an hour under work: a daemon's own, and the database's.
@Timeout(180)
class ClockFaultsIT {
    private static final String MINUTES_59 = "3540000";

    @TempDir
    Path directory;

    private Faketime clock;

    @BeforeEach
    void begin() throws Exception {
        // The server, which may run as somebody else, reads the clock.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        clock = new Faketime(directory);
    }

    @Test
    @DisplayName("F-20, F-21: a daemon's own clock that steps an hour forth and an hour back changes nothing")
    void theDaemonsOwnClockDoesNotMatter() throws Exception {
        try (World world = new World()) {
            world.schedules(5, "PT1S", Target.WORK);
            world.fleet.start("stepping", world.database(), clock.environment());
            world.worksAgain();

            clock.set("+1h");
            world.until("select bool_and(clock_offset_ms > %s) from rota.daemon".formatted(MINUTES_59));
            world.worksAgain();
            clock.set("-1h");
            world.until("select bool_and(clock_offset_ms < -%s) from rota.daemon".formatted(MINUTES_59));
            world.worksAgain();
            clock.set("+0");
            world.worksAgain();

            assertThat(world.judge.count("""
                select count(*) from rota.run where status = 'succeeded' and
                  (started_at > clock_timestamp() or finished_at > clock_timestamp()
                  or started_at < slot or finished_at - started_at > interval '20 seconds')\
                """))
                    .as("times that are not the database's")
                    .isZero();
            Verdict verdict = world.settle();
            assertThat(verdict.abandoned()).isZero();
            assertThat(verdict.interrupted()).isZero();
        }
    }

    @Test
    @DisplayName("F-23: when the database's clock leaps an hour, each schedule catches up with one run")
    void aLeapOfTheDatabasesClockIsCoalesced() throws Exception {
        OwnServer server = new OwnServer(directory, clock.environment());
        try (World world = new World(server.database())) {
            world.schedules(5, "PT1S", Target.WORK);
            world.inside(world.database());
            world.worksAgain();
            world.observer.execute("create table public.leap as select clock_timestamp() as at");

            clock.set("+1h");
            world.until("select clock_timestamp() > at + interval '59 minutes' from public.leap");
            world.worksAgain();
            world.worksAgain();

            Verdict verdict = world.settle();
            // What was running at the leap lets the hour pass by; otherwise one late run stands for it.
            assertThat(world.judge.count("""
                select count(distinct schedule_id) from (
                  select schedule_id from rota.run where late and missed > 3000
                  union select schedule_id from rota.decision where count > 3000) hour\
                """))
                    .as("schedules whose hour is told in one line")
                    .isEqualTo(5);
            assertThat(world.judge.count("""
                select count(*) from rota.run, public.leap
                where slot between at + interval '10 seconds' and at + interval '58 minutes'\
                """)).as("no burst").isZero();
            assertThat(verdict.succeeded()).isGreaterThanOrEqualTo(15);
        }
    }
}
