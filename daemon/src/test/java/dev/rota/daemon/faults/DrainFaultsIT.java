package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A daemon is asked to end while it works.
@Timeout(180)
class DrainFaultsIT {
    private World world;

    @BeforeEach
    void begin() throws Exception {
        world = new World();
        world.schedules(10, "PT1H", Target.HELD);
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    @Test
    @DisplayName("F-50: SIGTERM lets runs end, gives back the others when the time is over, and nothing is blamed")
    void whatEndsInTimeIsRecordedAndTheRestGivenBack() throws Exception {
        Fleet.Member leaving =
                world.fleet.start("leaving", world.database(), Map.of("ROTA_DRAIN", "PT8S", "ROTA_LEASE", "PT2M"));
        World.until(() -> world.target.requests() == 10);
        leaving.terminate();
        world.until("select exists (select from rota.daemon where state = 'draining')");
        world.target.letGo(4);

        assertThat(leaving.exitCode()).isZero();
        long ended = world.judge.count("select count(*) from rota.run where status = 'succeeded'");
        assertThat(ended).as("runs that ended in time").isBetween(1L, 4L);
        handedBack(10 - ended);
        world.target.letGo(100);
        world.steady();
        world.until("select count(*) = 10 from rota.run where status = 'succeeded'");

        Verdict verdict = world.settle();
        assertThat(verdict.interrupted()).isEqualTo(10 - ended);
        assertThat(verdict.abandoned()).isZero();
    }

    @Test
    @DisplayName("F-50: a second SIGTERM interrupts at once")
    void aSecondSignalWaitsForNothing() throws Exception {
        Fleet.Member leaving =
                world.fleet.start("leaving", world.database(), Map.of("ROTA_DRAIN", "PT10M", "ROTA_LEASE", "PT2M"));
        World.until(() -> world.target.requests() == 10);
        leaving.terminate();
        world.until("select exists (select from rota.daemon where state = 'draining')");
        leaving.terminate();

        assertThat(leaving.exitCode()).isZero();
        handedBack(10);
    }

    private void handedBack(long runs) throws Exception {
        assertThat(world.judge.count("select count(*) from rota.run where status = 'interrupted'"))
                .isEqualTo(runs);
        assertThat(world.judge.count("""
            select count(*) from rota.schedules where current_run is not null or failures + deaths > 0\
            """)).isZero();
        assertThat(world.judge.count("select count(*) from rota.schedules where next_due <= clock_timestamp()"))
                .as("due again at once")
                .isEqualTo(runs);
        assertThat(world.observer.truth("select bool_and(state = 'stopped') from rota.daemon"))
                .isTrue();
    }
}
