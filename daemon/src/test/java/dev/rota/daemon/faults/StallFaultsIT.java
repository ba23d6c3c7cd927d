package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.faults.Point.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A daemon stands still, and goes on when others have taken over.
@Timeout(180)
class StallFaultsIT {
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
    @DisplayName("F-05: a daemon frozen beyond its lease comes back as a zombie, and its write is refused")
    void theWriteOfAZombieIsFenced() throws Exception {
        world.schedules(2, "PT1H", Target.HELD);
        Fleet.Member zombie = world.fleet.start("zombie", world.database());
        World.until(() -> world.target.requests() == 2);
        zombie.freeze();
        world.steady();
        world.until("select state = 'dead' from rota.daemon where pid = %d"
                .formatted(zombie.process().pid()));
        World.until(() -> world.target.requests() >= 4);
        world.target.letGo(4);
        world.until("select count(*) = 2 from rota.run where status = 'succeeded'");

        zombie.thaw();
        World.until(() -> zombie.said("Too late") >= 2);
        world.until("select exists (select from rota.daemon where state = 'ready' and pid = %d)"
                .formatted(zombie.process().pid()));
        world.schedules(5, "PT1S", Target.WORK);
        world.worksAgain();

        Verdict verdict = world.settle();
        assertThat(verdict.fenced()).isEqualTo(2);
        assertThat(verdict.abandoned()).isEqualTo(2);
        assertThat(world.target.effects().stream().filter(e -> e.agent().equals("inside")))
                .as("who did it in the end")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("F-06: a daemon frozen in an open transaction keeps its rows from others for a moment only")
    void theServerEndsATransactionWhoseClientStandsStill() throws Exception {
        try (FaultProxy proxy = new FaultProxy(world.database())) {
            Point point = proxy.at(Said.COMMIT_OF_CLAIM, Effect.HOLD, 1);
            world.schedules(3, "PT1H", Target.WORK);
            Fleet.Member frozen = world.fleet.start("frozen", proxy.config());
            point.awaitReached();
            frozen.freeze();
            world.steady();
            world.until("select count(*) = 3 from rota.run where status = 'succeeded'");
            assertThat(world.target.effects())
                    .extracting(Target.Effect::agent)
                    .as("the frozen one's lease still holds, its transaction does not")
                    .containsOnly("inside");
            point.release();
            frozen.thaw();
            world.schedules(5, "PT1S", Target.WORK);
            world.worksAgain();

            Verdict verdict = world.settle();
            assertThat(verdict.abandoned()).as("nothing had been claimed").isZero();
            assertThat(point.bitten()).isEqualTo(1);
        }
    }
}
