package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.BrokenJob;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimStoreIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void claimsWhatIsDueOnceAndMovesOn() {
        long id = rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        List<Claim> first = rota.claim();
        assertThat(first).singleElement().satisfies(claim -> {
            assertThat(claim.scheduleId()).isEqualTo(id);
            assertThat(claim.trigger()).isEqualTo(Trigger.SCHEDULED);
            assertThat(claim.late()).isFalse();
            assertThat(claim.startsAt()).isAfterOrEqualTo(claim.slot());
        });
        assertThat(rota.claim()).isEmpty();
        assertThat(rota.number("select count(*) from schedules where next_slot > clock_timestamp()"))
                .isEqualTo(1);
        assertThat(rota.number("select count(*) from run where status = 'running'"))
                .isEqualTo(1);
    }

    @Test
    void anIntervalFiresOncePerInterval() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        rota.finish(rota.claim().getFirst(), Outcome.Succeeded.of("done"));
        assertThat(rota.claim()).as("the ancestor ran every interval twice").isEmpty();
    }

    @Test
    void slotsMissedDuringAnOutageBecomeOneLateRun() {
        rota.schedule("hourly", HOUR, HOUR.multipliedBy(5).plusMinutes(10));
        Claim claim = rota.claim().getFirst();
        assertThat(claim.late()).isTrue();
        assertThat(claim.missed()).isEqualTo(5);
        assertThat(rota.number("select sum(count) from decision where reason = 'coalesced'"))
                .isEqualTo(5);
    }

    @Test
    void fiveClaimersShareTheWorkAndNoSlotIsTakenTwice() throws Exception {
        int schedules = 400;
        rota.sql("""
            insert into schedules (owner_id, name, kind, job, recurrence, zone, next_slot, next_due)
            select 1, 's' || n, 'collect', '{}', '{"every":"PT1H","anchor":"2026-01-01T00:00:00Z"}', 'UTC',
              date_trunc('hour', clock_timestamp()), date_trunc('hour', clock_timestamp())
            from generate_series(1, %d) n\
            """.formatted(schedules));
        CyclicBarrier together = new CyclicBarrier(5);
        List<UUID> claimers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            claimers.add(rota.daemon());
        }
        List<Claim> all = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(5)) {
            var parts = pool.invokeAll(claimers.stream()
                    .map(id -> (java.util.concurrent.Callable<List<Claim>>) () -> {
                        together.await();
                        List<Claim> mine = new ArrayList<>();
                        for (List<Claim> some = take(id); !some.isEmpty(); some = take(id)) {
                            mine.addAll(some);
                        }
                        return mine;
                    })
                    .toList());
            for (var part : parts) {
                all.addAll(part.get());
            }
        }
        assertThat(all).hasSize(schedules).extracting(Claim::scheduleId).doesNotHaveDuplicates();
        assertThat(rota.number("select count(distinct (schedule_id, slot)) from run"))
                .isEqualTo(schedules);
    }

    private List<Claim> take(UUID daemon) {
        return rota.claims.claimDue(daemon, Map.of(Lane.GENERAL, 7), Duration.ofMillis(100));
    }

    @Test
    void theDatabaseRefusesTheSameSlotTwice() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        rota.claim();
        assertThatThrownBy(() -> rota.sql("""
            insert into run select gen_random_uuid(), slot, schedule_id, schedule_name, trigger, attempt, kind,
              plan_version, request_id, daemon_id, status from run\
            """)).isInstanceOf(RuntimeException.class);
        assertThat(rota.number("select count(*) from run")).isEqualTo(1);
    }

    @Test
    void aRequestRunsAtOnceAndLeavesTheGridAlone() {
        long id = rota.schedule("hourly", HOUR, Duration.ofMinutes(-30));
        String before = rota.text("select next_slot || ' ' || next_due from schedules");
        rota.sql("insert into run_request (kind, schedule_id) values ('run', " + id + ")");
        Claim claim = rota.claim().getFirst();
        assertThat(claim.trigger()).isEqualTo(Trigger.MANUAL);
        rota.finish(claim, Outcome.Succeeded.of("done"));
        assertThat(rota.text("select next_slot || ' ' || next_due from schedules"))
                .isEqualTo(before);
        assertThat(rota.text("select trigger from run")).isEqualTo("manual");
        assertThat(rota.text("select status from run_request")).isEqualTo("done");
    }

    @Test
    void aRequestForASchedulePausedMeanwhileIsRefusedAloud() {
        long id = rota.schedule("hourly", HOUR, Duration.ofMinutes(-30));
        rota.sql("insert into run_request (kind, schedule_id) values ('run', " + id + ")");
        rota.sql("update schedules set enabled = false");
        assertThat(rota.claim()).isEmpty();
        assertThat(rota.text("select status || ': ' || refusal from run_request"))
                .isEqualTo("refused: The schedule was paused.");
    }

    @Test
    void anUnknownKindIsNotClaimedAndABrokenJobFailsAlone() {
        long unknown = rota.schedule("from the future", HOUR, Duration.ofSeconds(5));
        long broken = rota.schedule("broken", HOUR, Duration.ofSeconds(5));
        long fine = rota.schedule("fine", HOUR, Duration.ofSeconds(5));
        rota.sql("update schedules set kind = 'telepathy' where id = " + unknown);
        rota.sql("update schedules set job = '{\"start\": 7}' where id = " + broken);
        List<Claim> claims = rota.claim();
        assertThat(claims).extracting(Claim::scheduleId).containsExactlyInAnyOrder(broken, fine);
        assertThat(claims)
                .filteredOn(claim -> claim.scheduleId() == broken)
                .singleElement()
                .extracting(Claim::job)
                .isInstanceOf(BrokenJob.class);
    }

    @Test
    void aSlotNobodyCanTakeIsExplained() {
        rota.schedule("from the future", HOUR, HOUR.plusMinutes(10));
        rota.sql("update schedules set kind = 'telepathy'");
        ChoreStore chores = new ChoreStore(rota.database);
        assertThat(chores.decideUnknownKinds(List.of("collect"), Duration.ofMinutes(2)))
                .isEqualTo(1);
        assertThat(rota.text("select reason || ' ' || count || ' ' || detail from decision"))
                .isEqualTo("unknown_kind 2 No daemon knows the kind 'telepathy'.");
        assertThat(chores.decideUnknownKinds(List.of("collect"), Duration.ofMinutes(2)))
                .isZero();
    }

    @Test
    void aBrokenPlanInTheTableDisturbsNoOtherRow() {
        rota.schedule("odd zone", HOUR, Duration.ofSeconds(5));
        rota.sql("update schedules set zone = 'Mars/Olympus'");
        rota.schedule("fine", HOUR, Duration.ofSeconds(5));
        assertThat(rota.claim()).extracting(Claim::scheduleName).contains("fine");
    }

    @Test
    void neverTakesMoreThanTheFreeSlotsOfALane() {
        for (int i = 0; i < 10; i++) {
            rota.schedule("s" + i, HOUR, Duration.ofSeconds(5));
        }
        rota.sql("update schedules set lane = 'command' where id > 5");
        List<Claim> claims =
                rota.claims.claimDue(rota.daemon, Map.of(Lane.GENERAL, 3, Lane.COMMAND, 2), Duration.ofMillis(100));
        assertThat(claims).hasSize(5);
    }

    @Test
    void aLookSeesWhatIsDueAndWhatComes() {
        rota.schedule("due", HOUR, Duration.ofSeconds(5));
        rota.schedule("soon", HOUR, Duration.ofSeconds(-20));
        rota.schedule("later", HOUR, Duration.ofMinutes(-20));
        var look = rota.look();
        assertThat(look.due()).isEqualTo(1);
        assertThat(look.upcoming()).hasSize(1);
        assertThat(look.requests()).isZero();
    }
}
