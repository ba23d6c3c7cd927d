package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.Sort;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A page is the same by whichever way it is found: met at the first look or at a wider one, among all that an index
/// has, or by sorting all. What it should be is worked out from the plain rows.
class ScheduleOrderIT {
    private static final int SCHEDULES = 16_000;
    private static final int LIMIT = 51;

    private final EngineFixture rota = new EngineFixture();

    /// @param due  the order of those that start by themselves; null: it does not
    /// @param rank the order of names
    private record Row(
            long id,
            String name,
            String labels,
            String kind,
            String standing,
            boolean deleted,
            @Nullable Long due,
            long rank) {
        boolean has(String word) {
            return name.contains(word);
        }

        boolean labelled(String label) {
            return labels.contains(label);
        }
    }

    /// `pump` is met now and then; `zeta` stands on the newest only, `late` on many that start last, and so does
    /// the label `last`.
    @BeforeEach
    void many() {
        rota.sql("alter table schedule_plan disable trigger user");
        rota.sql("alter table schedule_progress disable trigger user");
        rota.sql("""
            insert into schedule_plan (owner_id, name, labels, kind, lane, job, recurrence, zone, enabled, deleted_at)
            select 1, case when due > 9000 then 'late ' when i %% 90 = 0 then 'pump ' else 'meter ' end
                || (i * 37 %% 500) || case when i > 15000 then ' zeta' else '' end,
              jsonb_build_object('hall', (i %% 50)::text, 'site', 'one')
                || case when due > 15500 then '{"last": "yes"}' else '{}' end::jsonb,
              case when i %% 1000 = 7 then 'command' else 'collect' end,
              case when i %% 1000 = 7 then 'command' else 'general' end, '{}',
              '{"every": "PT1H", "anchor": "2026-01-01T00:00:00Z"}', 'Etc/UTC', i %% 10 <> 3,
              case when i %% 97 = 5 then clock_timestamp() end
            from (select i, i * 7919 %% %1$d as due from generate_series(1, %1$d) i) s
            """.formatted(SCHEDULES));
        rota.sql("""
            insert into schedule_progress (schedule_id, live, lane, kind, next_slot, next_due, failures, last_status,
              current_run, current_daemon, current_slot, auto_disabled_at, auto_disabled_reason)
            select i, enabled and deleted_at is null, lane, kind, due, due, case when i %% 20 = 4 then 3 else 0 end,
              case when i %% 300 = 1 then 'failed' end, run, run, case when i %% 400 = 9 then clock_timestamp() end,
              case when i %% 77 = 0 then clock_timestamp() end, case when i %% 77 = 0 then 'why' end
            from (select id as i, s.*, case when id %% 400 = 9 then gen_random_uuid() end as run,
              case when id %% 33 <> 0 then timestamptz '2100-01-01Z' + id * 7919 %% %d * interval '1 s' end as due
              from schedule_plan s) s
            """.formatted(SCHEDULES));
        rota.sql("insert into schedule_words (schedule_id, name, words) select id, name,"
                + " to_tsvector('simple', name || ' ' || labels::text) from schedule_plan where deleted_at is null");
        rota.sql("insert into schedule_term (term, schedule_id)"
                + " select t, id from schedule_plan, schedule_terms(kind, labels) t where deleted_at is null");
        rota.sql("vacuum (analyze)");
    }

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void isTheSameByWhicheverWayItIsFound() {
        List<Row> rows = rows();
        Map<Filter, Predicate<Row>> filters = new HashMap<>();
        filters.put(new Filter(null, null, null, null), _ -> true);
        filters.put(new Filter("meter", null, null, null), row -> row.has("meter"));
        filters.put(new Filter("pump", null, null, null), row -> row.has("pump"));
        filters.put(new Filter("zet", null, null, null), row -> row.has("zeta"));
        filters.put(new Filter("late", null, null, null), row -> row.has("late"));
        filters.put(new Filter("zeta me", null, null, null), row -> row.has("zeta") && row.has("meter"));
        filters.put(new Filter("nothing", null, null, null), _ -> false);
        filters.put(new Filter(null, null, null, "hall=7"), row -> row.labelled("\"hall\": \"7\""));
        filters.put(new Filter(null, null, null, "last"), row -> row.labelled("last"));
        filters.put(new Filter(null, null, null, "no=such"), _ -> false);
        filters.put(new Filter(null, null, "command", null), row -> row.kind().equals("command"));
        filters.put(new Filter("zeta", null, null, "site=one"), row -> row.has("zeta"));
        filters.put(new Filter("late", null, null, "site"), row -> row.has("late"));
        filters.put(
                new Filter("zeta", null, "command", "hall=7"),
                row -> row.has("zeta") && row.kind().equals("command"));
        filters.put(
                new Filter("zeta", "having_issues", null, null),
                row -> row.has("zeta") && row.standing().equals("having_issues"));
        filters.put(
                new Filter("pump", "having_issues", null, null),
                row -> row.has("pump") && row.standing().equals("having_issues"));
        filters.put(new Filter(null, "paused", null, "hall=7"), _ -> false);
        filters.put(
                new Filter(null, "paused", null, "hall=13"),
                row -> row.labelled("\"hall\": \"13\"") && row.standing().equals("paused"));
        for (String standing : List.of("active", "running", "paused", "failed", "having_issues", "finished")) {
            filters.put(
                    new Filter(null, standing, null, null),
                    row -> row.standing().equals(standing));
        }
        filters.put(
                new Filter(null, "active", null, null, "meter 37"),
                row -> row.name().equals("meter 37") && row.standing().equals("active"));
        filters.forEach((filter, fits) -> {
            for (Sort sort : Sort.values()) {
                List<Row> expected = rows.stream()
                        .filter(fits.and(row -> !row.deleted()))
                        .sorted(order(sort))
                        .toList();
                same(filter, sort, null, expected);
                for (int at : new int[] {0, expected.size() / 2, expected.size() - 3}) {
                    if (at >= 0 && at < expected.size()) {
                        same(filter, sort, expected.get(at), expected);
                    }
                }
                same(filter, sort, rows.get(SCHEDULES / 2), expected);
            }
        });
    }

    private void same(Filter filter, Sort sort, @Nullable Row after, List<Row> expected) {
        List<Long> page = rota.database.inTransaction(
                handle -> ScheduleOrder.page(handle, filter, sort, after == null ? null : after.id(), LIMIT));
        assertThat(page)
                .as("%s by %s after %s", filter, sort, after)
                .isEqualTo(expected.stream()
                        .filter(row -> after == null || order(sort).compare(row, after) > 0)
                        .limit(LIMIT)
                        .map(Row::id)
                        .toList());
    }

    private static Comparator<Row> order(Sort sort) {
        return switch (sort) {
            case ID -> Comparator.comparingLong(Row::id);
            case NAME -> Comparator.comparingLong(Row::rank);
            case NEXT_DUE ->
                Comparator.comparing(Row::due, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparingLong(Row::id);
        };
    }

    private List<Row> rows() {
        return rota.database.withHandle(handle -> handle.createQuery("""
            select id, name, labels::text as labels, kind, deleted_at is not null as deleted,
              case when current_run is not null then 'running' when not enabled then 'paused'
                when auto_disabled_at is not null then 'failed' when failures >= 3 then 'having_issues'
                when last_status = 'failed' then 'last_run_failed' when next_slot is null then 'finished'
                else 'active' end as standing,
              case when enabled and deleted_at is null and auto_disabled_at is null
                then extract(epoch from next_due)::bigint end as due,
              row_number() over (order by name, id) as rank
            from schedules order by id
            """)
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        String.valueOf(row.getString("name")),
                        String.valueOf(row.getString("labels")),
                        String.valueOf(row.getString("kind")),
                        String.valueOf(row.getString("standing")),
                        row.getBoolean("deleted"),
                        Columns.longOrNull(row, "due"),
                        row.getLong("rank")))
                .list());
    }
}
