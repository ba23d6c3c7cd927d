package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several daemons want the same work.
@Timeout(180)
class RaceFaultsIT {
    private static final int DUE = 400;

    @Test
    @DisplayName("Two daemons share what is due at one instant, and each slot takes effect exactly once")
    void twoDaemonsShareWhatIsDue() throws Exception {
        try (World world = new World()) {
            world.steady();
            world.steady();
            world.until("select count(*) = 2 and bool_and(state = 'ready') from rota.daemon");
            world.schedules(DUE, "PT1H", Target.WORK);
            world.until("select count(*) = %d from rota.run where status = 'succeeded'".formatted(DUE));

            Verdict verdict = world.settle();
            assertThat(verdict.succeeded()).isEqualTo(DUE);
            assertThat(world.target.effects().stream().map(Target.Effect::key).collect(Collectors.toSet()))
                    .as("slots that took effect")
                    .hasSize(DUE);
            assertThat(world.target.requests()).as("effects").isEqualTo(DUE);
            assertThat(world.judge.count("""
                select min(n) from (select count(*) n from rota.run group by daemon_id) shares\
                """)).as("the smaller share").isGreaterThan(DUE / 20);
            assertThat(world.judge.count("select count(distinct daemon_id) from rota.run"))
                    .isEqualTo(2);
        }
    }
}
