package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.faults.Point.Effect;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The network between a daemon and its database does what networks do.
@Timeout(180)
class NetworkFaultsIT {
    private World world;
    private FaultProxy proxy;
    private StatusLines said;

    @BeforeEach
    void begin() throws Exception {
        world = new World();
        proxy = new FaultProxy(world.database());
        said = new StatusLines();
    }

    @AfterEach
    void end() throws Exception {
        proxy.clear();
        world.close();
        proxy.close();
        said.close();
    }

    @Test
    @DisplayName("F-13: a black hole beyond the lease ends the runs in time, and all goes on when it opens")
    void aBlackHoleIsSurvived() throws Exception {
        world.schedules(5, "PT1S", Target.WORK);
        world.schedules(1, "PT1H", Target.HELD);
        world.inside(proxy.config());
        World.until(() -> world.target.effects().stream().anyMatch(e -> e.key().startsWith("6@")));
        world.worksAgain();

        proxy.blackHole();
        World.until(() -> said.contain("Degraded"));
        long since = System.nanoTime();
        world.until("select bool_and(lease_until < clock_timestamp()) from rota.daemon");
        assertThat(said.count("Degraded"))
                .as("lines, one in ten seconds")
                .isLessThanOrEqualTo(
                        2 + Duration.ofNanos(System.nanoTime() - since).toSeconds() / 10);
        proxy.clear();
        world.worksAgain();
        world.target.letGo(100);
        world.until("select exists (select from rota.run where schedule_name like '%held' and status = 'succeeded')");
        World.until(said::wellAgain);

        Verdict verdict = world.settle();
        assertThat(verdict.interrupted())
                .as("the run that had to end before the lease")
                .isPositive();
    }

    @Test
    @DisplayName("F-14: connections that die without a word cost a socket timeout, no more")
    void deadConnectionsAreReplaced() throws Exception {
        world.schedules(5, "PT1S", Target.WORK);
        world.inside(proxy.config());
        world.worksAgain();
        int before = proxy.connections();

        assertThat(proxy.silenceExisting()).isPositive();
        world.worksAgain();

        Verdict verdict = world.settle();
        assertThat(proxy.swallowed()).as("bytes that were lost").isPositive();
        assertThat(proxy.connections()).as("the pools were filled anew").isGreaterThan(before);
        assertThat(verdict.abandoned()).as("the lease outlives it").isZero();
    }

    @Test
    @DisplayName("F-15: connections reset in the middle of transactions leave nothing half done")
    void aResetInATransactionLeavesNothingHalfDone() throws Exception {
        world.schedules(5, "PT1S", Target.WORK);
        Point claim = proxy.at(Said.COMMIT_OF_CLAIM, Effect.RESET, 2);
        Point finish = proxy.at(Said.COMMIT_OF_FINISH, Effect.RESET, 2);
        Point heartbeat = proxy.at(Said.HEARTBEAT, Effect.RESET, 1);
        world.inside(proxy.config());
        World.until(() -> claim.bitten() == 2 && finish.bitten() == 2 && heartbeat.bitten() == 1);
        world.worksAgain();
        assertThat(proxy.resetAll()).isPositive();
        world.worksAgain();

        assertThat(world.settle().abandoned()).isZero();
    }

    @Test
    @DisplayName("F-15: connections whose server end was closed are replaced")
    void aHalfClosedConnectionIsReplaced() throws Exception {
        world.schedules(5, "PT1S", Target.WORK);
        world.inside(proxy.config());
        world.worksAgain();

        assertThat(proxy.halfCloseAll()).isPositive();
        world.worksAgain();

        assertThat(world.settle().abandoned()).isZero();
    }

    @Test
    @DisplayName("F-18: a claim whose commit went unanswered is found and given back, and takes effect once")
    void aClaimThatWasNotAnsweredIsGivenBack() throws Exception {
        world.schedules(3, "PT1H", Target.WORK);
        Point claim = proxy.at(Said.COMMIT_OF_CLAIM, Effect.EAT_ANSWER, 1);
        world.inside(proxy.config());
        claim.awaitReached();
        world.until("select count(*) = 3 from rota.run where status = 'succeeded'");

        Verdict verdict = world.settle();
        assertThat(verdict.interrupted()).as("handed back").isEqualTo(3);
        assertThat(world.target.requests()).as("effects").isEqualTo(3);
    }

    @Test
    @DisplayName("F-18: a result whose commit went unanswered is recognised, and recorded once")
    void aResultThatWasNotAnsweredIsRecordedOnce() throws Exception {
        world.schedules(3, "PT1H", Target.WORK);
        Point finish = proxy.at(Said.COMMIT_OF_FINISH, Effect.EAT_ANSWER, 1);
        world.inside(proxy.config());
        finish.awaitReached();
        world.until("select count(*) = 3 from rota.run where status = 'succeeded'");
        world.schedules(3, "PT1S", Target.WORK);
        world.worksAgain();

        Verdict verdict = world.settle();
        assertThat(finish.bitten()).isEqualTo(1);
        assertThat(verdict.fenced()).as("it was ours").isZero();
        assertThat(world.judge.count("select count(*) from rota.run where status <> 'succeeded'"))
                .isZero();
        assertThat(world.judge.count("select count(*) from rota.sample"))
                .as("one number for each success")
                .isEqualTo(verdict.succeeded());
    }
}
