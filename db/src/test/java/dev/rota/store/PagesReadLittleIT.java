package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.LogReadStore.Cursor;
import dev.rota.store.RunHistoryStore.After;
import dev.rota.store.ScheduleReadStore.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Among many schedules, runs and lines a page reads few of them. What the server itself counted says so: the rows
/// of tables and the entries of indexes that were read for it.
class PagesReadLittleIT {
    private static final int SCHEDULES = 20_000;
    private static final int RUNS = 40_000;

    /// A page of fifty with what belongs to them; words are looked for among 1,500 first.
    private static final long MOST = 8_000;

    private final EngineFixture rota = new EngineFixture();
    /// One connection, so that it is the one whose counts are asked for.
    private final Database database = Database.openForReaders(rota.server.config(), "PagesReadLittleIT", 1);
    private final ScheduleReadStore schedules = new ScheduleReadStore(database);
    private final RunHistoryStore runs = new RunHistoryStore(database);
    private final LogReadStore logs = new LogReadStore(database);
    private final OverviewStore overview = new OverviewStore(database);

    @BeforeEach
    void many() {
        rota.sql("select ensure_partition(t, clock_timestamp() - w * interval '7 days')"
                + " from unnest(array['run', 'run_log']) t, generate_series(0, 3) w");
        rota.sql("alter table schedule_plan disable trigger user");
        rota.sql("alter table schedule_progress disable trigger user");
        rota.sql("""
            insert into schedule_plan (owner_id, name, labels, kind, lane, job, recurrence, zone, enabled)
            select 1, 'meter ' || i, jsonb_build_object('hall', (i %% 50)::text), case when i %% 1000 = 7 then 'command'
              else 'collect' end, 'general', '{}', '{"every": "PT1H", "anchor": "2026-01-01T00:00:00Z"}', 'Etc/UTC',
              i %% 500 <> 3
            from generate_series(1, %d) i
            """.formatted(SCHEDULES));
        rota.sql("""
            insert into schedule_progress (schedule_id, live, lane, kind, next_slot, next_due, failures, last_status)
            select id, enabled, lane, kind, clock_timestamp() + interval '1 day' + id * interval '1 s', clock_timestamp() + interval '1 day' + id * interval '1 s',
              case when id % 400 = 9 then 3 else 0 end, case when id % 300 = 1 then 'failed' end from schedule_plan
            """);
        rota.sql("insert into schedule_words (schedule_id, name, words)"
                + " select id, name, to_tsvector('simple', name || ' ' || labels::text) from schedule_plan");
        rota.sql("insert into schedule_term (term, schedule_id)"
                + " select t, id from schedule_plan, schedule_terms(kind, labels) t");
        rota.sql("insert into schedule_tally (kind, standing, n) select s.kind, standing_at_rest(s, p), count(*)"
                + " from schedule_plan s join schedule_progress p on p.schedule_id = s.id group by 1, 2");
        rota.sql("""
            insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id, status,
              failure_class, claimed_at, started_at, finished_at)
            select gen_random_uuid(), at, 1 + n %% 2000, 'x', 'scheduled', 1, 'collect', 1, gen_random_uuid(),
              case when n %% 400 = 5 then 'failed' else 'succeeded' end, case when n %% 400 = 5 then 'connect' end, at, at, at
            from (select n, clock_timestamp() - n * (interval '20 days' / %1$d) as at from generate_series(1, %1$d) n) s
            """.formatted(RUNS));
        for (int day = 18; day >= 0; day--) {
            rota.sql("""
                insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
                select id, slot, schedule_id, slot, case status when 'failed' then 'ERROR' else 'INFO' end, 0, 'x' from run
                where slot between clock_timestamp() - interval '%d days' and clock_timestamp() - interval '%d days'
                """.formatted(day + 1, day));
            rota.sql("insert into run_log_mark (at, xact) values (clock_timestamp() - interval '" + day
                    + " days', pg_snapshot_xmax(pg_current_snapshot()))");
        }
        rota.sql("vacuum (analyze)");
    }

    @AfterEach
    void close() {
        database.close();
        rota.close();
    }

    private interface Page {
        void ask() throws Exception;
    }

    private void readsLittle(String what, Page page) throws Exception {
        page.ask(); // what is read once only, such as the catalogue, and hints that a first reader leaves behind
        long before = read();
        page.ask();
        assertThat(read() - before).as(what).isLessThan(MOST);
    }

    private long read() {
        return database.withHandle(handle -> {
            handle.execute("select pg_stat_force_next_flush()");
            return handle.createQuery("""
                select (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = 'rota')
                  + (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = 'rota')
                """).mapTo(Long.class).one();
        });
    }

    private Page list(
            @Nullable String words,
            @Nullable String standing,
            @Nullable String kind,
            @Nullable String label,
            Sort sort,
            @Nullable Long after) {
        var filter = new ScheduleReadStore.Filter(words, standing, kind, label);
        return () -> assertThat(schedules.list(filter, sort, after, 20)).isNotEmpty();
    }

    @Test
    void ofSchedules() throws Exception {
        for (Sort sort : Sort.values()) {
            readsLittle("by " + sort, list(null, null, null, null, sort, null));
            readsLittle("by " + sort + " from the middle", list(null, null, null, null, sort, 10_000L));
            readsLittle("a rare word by " + sort, list("15000", null, null, null, sort, null));
            readsLittle("a word of all by " + sort, list("meter", null, null, null, sort, null));
            readsLittle("a label by " + sort, list(null, null, null, "hall=7", sort, null));
        }
        for (String standing : new String[] {"active", "paused", "having_issues", "last_run_failed"}) {
            readsLittle(standing, list(null, standing, null, null, Sort.ID, null));
        }
        readsLittle("a rare kind", list(null, null, "command", null, Sort.ID, null));
        readsLittle("one", () -> assertThat(schedules.find(77)).isPresent());
    }

    @Test
    void ofRuns() throws Exception {
        Instant middle = database.withHandle(Sql::clock).minus(Duration.ofDays(10));
        After after = new After(middle, 1, new UUID(0, 0));
        for (String status : new String[] {null, "succeeded", "failed"}) {
            readsLittle(
                    "all, " + status,
                    () -> assertThat(runs.list(null, status, null, 20)).isNotEmpty());
            readsLittle(
                    "from the middle, " + status,
                    () -> assertThat(runs.list(null, status, after, 20)).isNotEmpty());
        }
        for (String status : new String[] {"running", "cancelled"}) {
            readsLittle(
                    status, () -> assertThat(runs.list(null, status, null, 20)).isEmpty());
            readsLittle(
                    status + " of one",
                    () -> assertThat(runs.list(5L, status, null, 20)).isEmpty());
        }
        readsLittle("of one", () -> assertThat(runs.list(5L, null, null, 20)).isNotEmpty());
        String id = runs.list(null, null, after, 1).getFirst().id().toString();
        readsLittle("one", () -> assertThat(runs.find(id)).hasSize(1));
        readsLittle(
                "one by its beginning",
                () -> assertThat(runs.find(id.substring(0, 8))).isNotEmpty());
    }

    @Test
    void ofTheLogAndOfWhatIsCounted() throws Exception {
        Instant now = database.withHandle(Sql::clock);
        readsLittle(
                "the newest lines",
                () -> assertThat(logs.read(lines(null, null, null), null, 20).lines())
                        .hasSize(20));
        readsLittle(
                "errors",
                () -> assertThat(logs.read(lines(null, "ERROR", null), null, 20).lines())
                        .hasSize(20));
        readsLittle(
                "of one",
                () -> assertThat(logs.read(lines(5L, null, null), null, 20).lines())
                        .isNotEmpty());
        readsLittle(
                "go on",
                () -> assertThat(logs.read(lines(null, null, null), new Cursor("0", 0), 20)
                                .lines())
                        .hasSize(20));
        readsLittle(
                "since ten days",
                () -> assertThat(logs.read(lines(null, null, now.minus(Duration.ofDays(10))), null, 20)
                                .lines())
                        .hasSize(20));
        readsLittle("counts", () -> assertThat(overview.counts().schedules()).isEqualTo(SCHEDULES));
        readsLittle("what waits", () -> assertThat(overview.waitingByLane()).isEmpty());
        readsLittle("what is next", () -> assertThat(overview.next(10)).hasSize(10));
        readsLittle("hours", overview::hours);
    }

    private static LogReadStore.Filter lines(@Nullable Long schedule, @Nullable String level, @Nullable Instant since) {
        return new LogReadStore.Filter(schedule, null, level, null, since);
    }
}
