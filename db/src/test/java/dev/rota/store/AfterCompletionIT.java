package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A fixed delay through the real stores: the next slot lies an hour after the end of a run, however it ended.
class AfterCompletionIT {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");

    private final EngineFixture rota = EngineFixture.standingAt(NOON);
    private final ScheduleStore schedules = new ScheduleStore(rota.database);
    private final When when = When.of(new AfterCompletion(Duration.ofHours(1)), ZoneOffset.UTC);
    private final Plan plan = new Plan("follows", ScrapeJob.example(), when, FailurePolicy.STANDARD, true);
    private final long id = schedules.create(new ScheduleStore.Draft(plan, Map.of(), null), 1);

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void theFirstRunIsAtOnceAndEveryOtherAnHourAfterTheEndOfTheOneBefore() {
        Claim first = only();
        assertThat(first.slot()).isEqualTo(NOON);
        end(first, NOON.plusSeconds(600), Outcome.Succeeded.of(""));
        assertThat(next()).isEqualTo(NOON.plusSeconds(600 + 3600));

        rota.moveTo(NOON.plusSeconds(600 + 3599));
        assertThat(rota.claim()).isEmpty();

        rota.moveTo(NOON.plusSeconds(600 + 3600));
        Claim second = only();
        end(second, NOON.plusSeconds(600 + 3600 + 60), EngineFixture.failure());
        assertThat(next()).isEqualTo(NOON.plusSeconds(600 + 3600 + 60 + 3600));
        assertThat(rota.number("select count(*) from decision")).isZero();
    }

    @Test
    void slotsThatPassWhileNothingRunsAreOneRunAndTheDelayBeginsAnew() {
        end(only(), NOON.plusSeconds(60), Outcome.Succeeded.of(""));
        Instant back = NOON.plusSeconds(60).plus(Duration.ofHours(5)).plusSeconds(600);
        rota.moveTo(back);

        Claim late = only();

        assertThat(late.late()).isTrue();
        assertThat(late.slot()).isEqualTo(NOON.plusSeconds(60).plus(Duration.ofHours(5)));
        assertThat(rota.number("select sum(count) from decision where reason = 'coalesced'"))
                .isEqualTo(4);
        end(late, back.plusSeconds(30), Outcome.Succeeded.of(""));
        assertThat(next()).isEqualTo(back.plusSeconds(30).plus(Duration.ofHours(1)));
    }

    @Test
    void aRunThatIsHandedBackKeepsItsSlot() {
        Claim first = only();
        end(first, NOON.plusSeconds(20), new Outcome.Interrupted("The daemon stops."));
        Claim again = only();
        assertThat(again.slot()).isEqualTo(NOON);
        assertThat(again.attempt()).isEqualTo(2);
        end(again, NOON.plusSeconds(50), Outcome.Succeeded.of(""));
        assertThat(next()).isEqualTo(NOON.plusSeconds(50 + 3600));
    }

    private Claim only() {
        List<Claim> claims = rota.claim();
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    private void end(Claim claim, Instant at, Outcome outcome) {
        rota.moveTo(at);
        assertThat(rota.finish(claim, outcome).recorded()).containsExactly(claim.runId());
    }

    private Instant next() {
        return rota.database.withHandle(handle -> handle.createQuery("select next_slot from schedules where id = :id")
                .bind("id", id)
                .map((row, _) -> Columns.instant(row, 1))
                .one());
    }
}
