package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.config.Retention;
import dev.rota.config.Retention.History;
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

        chores.prune(Retention.STANDARD);

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
        chores.prune(Retention.STANDARD.with(
                History.LOGS, new Retention.Limit(Duration.ofDays(90), logBytes, Long.MAX_VALUE)));
    }

    @Test
    void decisionsAndSamplesAreDroppedByTheWeekUntilTheirRowsFit() {
        for (int weeks : new int[] {0, 2, 4}) {
            rota.sql("""
                select ensure_partition(t, clock_timestamp() - interval '%1$d weeks')
                from unnest(array['decision', 'sample']) t;
                insert into decision (schedule_id, plan_version, reason, first_slot, last_slot, count, decided_at)
                select 1, 1, 'missed', t, t, 1, t
                from (select clock_timestamp() - interval '%1$d weeks' as t) old,
                  generate_series(1, case %1$d when 4 then 4000 else 1000 end)
                """.formatted(weeks));
        }
        rota.sql("analyze decision");

        // The server may still count what was written once more, so the limit leaves room for twice of two weeks.
        chores.prune(Retention.STANDARD
                .with(History.DECISIONS, new Retention.Limit(Duration.ofDays(90), Long.MAX_VALUE, 4_500))
                .with(History.SAMPLES, new Retention.Limit(Duration.ofDays(90), 1, Long.MAX_VALUE)));

        assertThat(rota.number("select count(*) from decision"))
                .as("two weeks fit")
                .isEqualTo(2_000);
        assertThat(rota.number("""
            select count(*) from pg_inherits where inhparent = 'rota.sample'::regclass
              and to_date(right(inhrelid::regclass::text, 7), 'IYYY"w"IW') < date_trunc('week', now() at time zone 'UTC')
            """)).as("weeks of samples before this one").isZero();
    }

    @Test
    void theWeekOfARunThatGoesOnStaysWhateverItTakes() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        rota.claim();
        rota.sql("""
            select ensure_partition('run', clock_timestamp() - interval '3 weeks'),
              ensure_partition('run', clock_timestamp() - interval '5 weeks');
            update run set slot = slot - interval '3 weeks', started_at = started_at - interval '3 weeks';
            update schedule_progress set current_slot = current_slot - interval '3 weeks'
            """);

        chores.prune(Retention.STANDARD.with(History.RUNS, new Retention.Limit(Duration.ofDays(90), 1, 1)));

        assertThat(rota.number("select count(*) from run")).isEqualTo(1);
        assertThat(rota.number("""
            select count(*) from pg_inherits where inhparent = 'rota.run'::regclass
              and to_date(right(inhrelid::regclass::text, 7), 'IYYY"w"IW') < now() - interval '5 weeks'
            """)).isZero();
    }

    @Test
    void whatCannotBeTidiedKeepsNothingElseFromItAndAllOfItIsTold() {
        rota.sql("""
            alter table session rename to session_away;
            alter table run_hour rename to run_hour_away;
            insert into idempotency_key (account_id, key, hash, schedule_id, created_at)
            select min(id), 'old', '', 1, clock_timestamp() - interval '2 days' from account
            """);

        assertThatExceptionOfType(ChoreStore.Unfinished.class)
                .isThrownBy(() -> chores.prune(Retention.STANDARD))
                .satisfies(e -> assertThat(e.problems()).hasSize(2))
                .withMessageContaining("session")
                .withMessageContaining("run_hour");

        assertThat(rota.number("select count(*) from idempotency_key")).isZero();
    }

    @Test
    void anIdempotencyKeyIsForgottenAfterADay() {
        rota.sql("""
            insert into idempotency_key (account_id, key, hash, schedule_id, created_at)
            select min(id), age || ' hours', '', 1, clock_timestamp() - age * interval '1 hour'
            from account, (values (1), (23), (25)) old (age) group by age
            """);

        chores.prune(Retention.STANDARD);

        assertThat(rota.number("select count(*) from idempotency_key")).isEqualTo(2);
        assertThat(rota.number("select count(*) from idempotency_key where key = '25 hours'"))
                .isZero();
    }
}
