package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.run.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChoreStoreIT {
    private final EngineFixture rota = new EngineFixture();
    private final ChoreStore chores = new ChoreStore(rota.database);

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void oldHistoryIsDroppedByTheWeekAndTheRestStays() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        rota.finish(rota.claim().getFirst(), Outcome.Succeeded.of("done"));
        for (int days : new int[] {10, 120}) {
            rota.sql("""
                select ensure_partition(t, clock_timestamp() - interval '%1$d days')
                from unnest(array['run', 'decision', 'run_log']) t;
                insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version,
                  daemon_id, status, claimed_at, started_at, finished_at)
                select gen_random_uuid(), t, 1, 'hourly', 'scheduled', 1, 'scrape', 1, gen_random_uuid(),
                  'succeeded', t, t, t from (select clock_timestamp() - interval '%1$d days' as t) old;
                insert into decision (schedule_id, plan_version, reason, first_slot, last_slot, count, decided_at)
                select 1, 1, 'missed', t, t, 1, t from (select clock_timestamp() - interval '%1$d days' as t) old
                """.formatted(days));
        }

        chores.prune(ChoreStore.Retention.DEFAULT);

        assertThat(rota.number("select count(*) from run where slot < clock_timestamp() - interval '100 days'"))
                .isZero();
        assertThat(rota.number(
                        "select count(*) from decision where first_slot < clock_timestamp() - interval '100 days'"))
                .isZero();
        assertThat(rota.number("select count(*) from run"))
                .as("now and ten days ago")
                .isEqualTo(2);
        assertThat(rota.number("select count(*) from decision")).isEqualTo(1);
    }

    @Test
    void logsAreDroppedByTheWeekFromTheOldestOnUntilTheRestFits() {
        for (int weeks : new int[] {0, 2, 4}) {
            rota.sql("""
                select ensure_partition('run_log', clock_timestamp() - interval '%1$d weeks');
                insert into run_log (run_id, slot, at, level, byte_offset, text)
                select gen_random_uuid(), t, t, 'INFO', 0, repeat('x', 500)
                from (select clock_timestamp() - interval '%1$d weeks' as t) old, generate_series(1, 1000)
                """.formatted(weeks));
        }
        long one = rota.number("select max(pg_total_relation_size(inhrelid)) from pg_inherits"
                + " where inhparent = 'rota.run_log'::regclass");

        prune(2 * one + one / 2);
        assertThat(rota.number("select count(*) from run_log"))
                .as("two weeks fit")
                .isEqualTo(2_000);

        prune(2 * one + one / 2);
        assertThat(rota.number("select count(*) from run_log")).as("and stay").isEqualTo(2_000);

        prune(1);
        assertThat(rota.number("select count(*) from run_log"))
                .as("this week's stay whatever they take")
                .isEqualTo(1_000);
    }

    private void prune(long logBytes) {
        var usual = ChoreStore.Retention.DEFAULT;
        chores.prune(new ChoreStore.Retention(usual.runs(), usual.samples(), usual.requests(), logBytes));
    }

    @Test
    void anIdempotencyKeyIsForgottenAfterADay() {
        rota.sql("""
            insert into idempotency_key (account_id, key, hash, schedule_id, created_at)
            select min(id), age || ' hours', '', 1, clock_timestamp() - age * interval '1 hour'
            from account, (values (1), (23), (25)) old (age) group by age
            """);

        chores.prune(ChoreStore.Retention.DEFAULT);

        assertThat(rota.number("select count(*) from idempotency_key")).isEqualTo(2);
        assertThat(rota.number("select count(*) from idempotency_key where key = '25 hours'"))
                .isZero();
    }
}
