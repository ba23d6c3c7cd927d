package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.faults.Point.Effect;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `kill -9` at every point of a run's life.
@Timeout(180)
class CrashFaultsIT {
    private World world;

    @BeforeEach
    void begin() throws Exception {
        world = new World();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    @Test
    @DisplayName("F-01: daemons are killed one after the other and started again, and no slot is lost or done twice")
    void aDaemonKilledAgainAndAgainLosesNothing() throws Exception {
        world.schedules(24, "PT1S", Target.WORK);
        world.inside(world.database(), Duration.ofMinutes(2), 4); // so that others find something to do
        for (int round = 1; round <= 3; round++) {
            Fleet.Member victim = world.fleet.start("victim", world.database());
            // It dies in the middle of work.
            world.until("""
                select exists (select from rota.schedules s join rota.daemon d on d.id = s.current_daemon
                  where d.pid = %d)\
                """.formatted(victim.process().pid()));
            victim.kill();
            world.until("select exists (select from rota.daemon where state = 'dead' and pid = %d)"
                    .formatted(victim.process().pid()));
        }
        world.worksAgain();

        Verdict verdict = world.settle();
        assertThat(verdict.abandoned()).as("kills that met a run").isPositive();
    }

    @Test
    @DisplayName("F-02: killed between the claim and its commit, nothing is claimed")
    void aClaimThatWasNotCommittedClaimsNothing() throws Exception {
        try (FaultProxy proxy = new FaultProxy(world.database())) {
            Point point = proxy.at(Said.COMMIT_OF_CLAIM, Effect.HOLD, 1);
            world.schedules(3, "PT1H", Target.WORK);
            Fleet.Member victim = world.fleet.start("victim", proxy.config());
            point.awaitReached();
            victim.kill();
            assertThat(world.judge.count("select count(*) from rota.run")).isZero();
            proxy.hangUp(); // the server learns that its client is gone
            world.steady();
            world.until("select count(*) = 3 from rota.run where status = 'succeeded'");

            Verdict verdict = world.settle();
            assertThat(verdict.abandoned()).as("nothing was claimed").isZero();
            assertThat(world.target.requests()).as("effects").isEqualTo(3);
        }
    }

    @Test
    @DisplayName("F-03: killed after the claim and before the job, the slot runs again and takes effect once")
    void aClaimWhoseAnswerNeverCameRunsOnce() throws Exception {
        try (FaultProxy proxy = new FaultProxy(world.database())) {
            Point point = proxy.at(Said.COMMIT_OF_CLAIM, Effect.EAT_ANSWER, 1);
            world.schedules(3, "PT1H", Target.WORK);
            Fleet.Member victim = world.fleet.start("victim", proxy.config());
            point.awaitReached();
            world.until("select count(*) = 3 from rota.run where status = 'running'");
            victim.kill();
            world.steady();
            world.until("select count(*) = 3 from rota.run where status = 'succeeded'");

            Verdict verdict = world.settle();
            assertThat(verdict.abandoned()).isEqualTo(3);
            assertThat(world.target.requests()).as("effects").isEqualTo(3);
        }
    }

    @Test
    @DisplayName(
            "F-04: killed after the effect and before the commit of the result, it is done again under the same key")
    void anEffectWithoutItsRecordIsRepeatedUnderTheSameKey() throws Exception {
        try (FaultProxy proxy = new FaultProxy(world.database())) {
            Point point = proxy.at(Said.COMMIT_OF_FINISH, Effect.HOLD, 1);
            world.schedules(1, "PT1H", Target.WORK);
            Fleet.Member victim = world.fleet.start("victim", proxy.config());
            point.awaitReached();
            victim.kill();
            proxy.hangUp();
            world.steady();
            world.until("select count(*) = 1 from rota.run where status = 'succeeded'");

            Verdict verdict = world.settle();
            assertThat(verdict.abandoned()).isEqualTo(1);
            assertThat(world.target.effects()).extracting(Target.Effect::agent).containsExactly("victim", "inside");
            assertThat(world.target.effects())
                    .extracting(Target.Effect::key)
                    .as("the target can tell that it is the same slot")
                    .containsOnly(world.target.effects().getFirst().key());
        }
    }

    @Test
    @DisplayName("F-04: killed while the result was being committed, it is not done again")
    void aResultWhoseCommitArrivedIsNotDoneAgain() throws Exception {
        try (FaultProxy proxy = new FaultProxy(world.database())) {
            Point point = proxy.at(Said.COMMIT_OF_FINISH, Effect.EAT_ANSWER, 1);
            world.schedules(1, "PT1H", Target.WORK);
            Fleet.Member victim = world.fleet.start("victim", proxy.config());
            point.awaitReached();
            world.until("select exists (select from rota.run where status = 'succeeded')");
            victim.kill();
            world.steady();
            world.until("select exists (select from rota.daemon where state = 'dead')");

            Verdict verdict = world.settle();
            assertThat(verdict.succeeded()).isEqualTo(1);
            assertThat(verdict.abandoned()).isZero();
            assertThat(world.target.requests()).as("effects").isEqualTo(1);
        }
    }
}
