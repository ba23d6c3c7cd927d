package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Sort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// [Standing#of] decides; filters and counts say the same in SQL.
class StandingIT {
    private final EngineFixture rota = new EngineFixture();
    private final ScheduleReadStore reads = new ScheduleReadStore(rota.database);

    @AfterEach
    void close() {
        rota.close();
    }

    private List<ScheduleRow> list(String standing) {
        return reads.list(new Filter(null, standing, null, null), Sort.ID, null, 10_000);
    }

    @Test
    void filtersAndCountsAgreeWithThePureRuleInEveryCombination() {
        for (int failures : new int[] {0, 2, 3, 9}) {
            for (String last : List.of("null", "'succeeded'", "'failed'", "'deferred'")) {
                everyCombinationOfTheOthers(failures, last);
            }
        }
        List<ScheduleRow> all = reads.list(new Filter(null, null, null, null), Sort.ID, null, 10_000);
        assertThat(all).hasSize(2 * 2 * 2 * 2 * 4 * 4 * 2 * 5);
        Map<String, Long> expected = new HashMap<>();
        all.forEach(row -> expected.merge(row.stands().standing().word(), 1L, Long::sum));

        assertThat(expected).containsOnlyKeys(Standing.words());
        assertThat(new OverviewStore(rota.database).counts().standings()).isEqualTo(expected);
        for (String word : Standing.words()) {
            assertThat(list(word))
                    .as(word)
                    .hasSize(expected.getOrDefault(word, 0L).intValue())
                    .allSatisfy(
                            row -> assertThat(row.stands().standing().word()).isEqualTo(word));
        }
    }

    /// Not all at once: a busy machine takes seconds for so many.
    private void everyCombinationOfTheOthers(int failures, String last) {
        rota.sql("""
            insert into schedules (owner_id, name, kind, job, recurrence, zone, enabled, next_slot, next_due,
              current_run, current_daemon, current_slot, auto_disabled_at, auto_disabled_reason, failures, last_status)
            select 1, 'x', kind, '{"argv": ["/bin/true"]}', cast(recurrence as jsonb), 'Europe/Rome', enabled, slot,
              slot, case when running then gen_random_uuid() end, case when running then gen_random_uuid() end,
              case when running then clock_timestamp() end,
              case when given_up then clock_timestamp() end, case when given_up then 'why' end, %d, %s
            from (values (true), (false)) a (running), (values (true), (false)) b (enabled),
              (values (true), (false)) c (given_up), (values ('command'), ('teleport')) d (kind),
              (values (null), (timestamptz '2200-01-01Z')) g (slot),
              (values ('{}'), ('{"every": "PT1H", "anchor": "2027-01-01T00:00:00Z"}'), ('{"cron": "0 6 * * *"}'),
                ('{"every": "PT1H", "after": "completion"}'), ('{"at": "2200-01-01T00:00:00Z"}')) h (recurrence)
            """.formatted(failures, last));
    }

    @Test
    void countsFollowWhatBecomesOfASchedule() {
        rota.sql("""
            insert into schedules (owner_id, name, kind, job, recurrence, zone)
            select 1, 'x ' || i, 'command', '{"argv": ["/bin/true"]}', '{"every": "PT1H", "anchor": "2026-01-01T00:00:00Z"}', 'Europe/Rome'
            from generate_series(1, 300) i
            """);
        for (String change : List.of(
                "enabled = false where id % 7 = 0",
                "next_slot = clock_timestamp(), next_due = clock_timestamp() where id % 2 = 0",
                "failures = id % 5, last_status = 'failed' where id % 3 = 0",
                "auto_disabled_at = clock_timestamp(), auto_disabled_reason = 'why' where id % 11 = 0",
                "current_run = gen_random_uuid(), current_daemon = gen_random_uuid(),"
                        + " current_slot = clock_timestamp() where id % 13 = 0",
                "kind = 'teleport' where id % 4 = 0",
                "deleted_at = clock_timestamp() where id % 17 = 0",
                "failures = 0, last_status = 'succeeded', enabled = true where id % 6 = 0",
                "recurrence = '{}' where id % 5 = 0",
                "kind = 'command' where id % 8 = 0")) {
            rota.sql("update schedules set " + change);
            countsAreRight(change);
        }
        rota.sql("delete from schedules where id % 3 = 1");
        countsAreRight("deleted");
        assertThat(rota.number("select count(*) from schedule_tally"))
                .as("it is added up now and then")
                .isLessThanOrEqualTo(1_000);
        rota.sql("delete from schedules");
        countsAreRight("all of them");
        assertThat(rota.number("select count(*) from schedule_term")).isZero();
    }

    private void countsAreRight(String after) {
        Map<String, Long> expected = new HashMap<>();
        Standing.words().forEach(word -> expected.put(word, 0L));
        List<ScheduleRow> all = reads.list(new Filter(null, null, null, null), Sort.ID, null, 10_000);
        all.forEach(row -> expected.merge(row.stands().standing().word(), 1L, Long::sum));
        OverviewStore.Counts counts = new OverviewStore(rota.database).counts();
        assertThat(counts.standings()).as(after).isEqualTo(expected);
        assertThat(counts.schedules()).as(after).isEqualTo(all.size());
        for (String word : Standing.words()) {
            assertThat(list(word))
                    .as("%s: %s", after, word)
                    .hasSize(expected.getOrDefault(word, 0L).intValue());
        }
    }

    @Test
    void everyOrderHasAllOfThemOncePageByPageWhateverTheFilter() {
        rota.sql("""
            insert into schedules (owner_id, name, labels, kind, lane, job, recurrence, zone, enabled, next_slot, next_due,
              current_run, current_daemon, current_slot, auto_disabled_at, auto_disabled_reason)
            select 1, 'n' || i * 37 % 50, case i % 4 when 0 then '{}' when 1 then '{"a": "b=c"}' else '{"a": "x"}' end::jsonb,
              case i % 3 when 0 then 'command' else 'scrape' end, case i % 3 when 0 then 'command' else 'general' end,
              '{"argv": ["/bin/true"]}', '{"every": "PT1H", "anchor": "2026-01-01T00:00:00Z"}', 'Europe/Rome', i % 5 <> 0, due, due,
              case when i % 6 = 0 then gen_random_uuid() end, case when i % 6 = 0 then gen_random_uuid() end,
              case when i % 6 = 0 then clock_timestamp() end,
              case when i % 7 = 0 then clock_timestamp() end, case when i % 7 = 0 then 'why' end
            from (select i, case when i % 4 > 0 then timestamptz '2100-01-01Z' + i * 31 % 7 * interval '1 s' end as due
              from generate_series(1, 211) i) s
            """);
        rota.sql("update schedules set labels = '{\"a\": \"y\"}', kind = 'scrape' where id % 50 = 0");
        for (Filter filter : List.of(
                new Filter(null, null, null, null),
                new Filter("n1", null, null, null),
                new Filter(null, "paused", null, null),
                new Filter(null, "running", null, "a"),
                new Filter(null, null, "command", "a=b=c"),
                new Filter(null, null, null, "a=y"),
                new Filter(null, "active", "scrape", "a=x"))) {
            for (Sort sort : Sort.values()) {
                List<Long> paged = new ArrayList<>();
                List<ScheduleRow> page = reads.list(filter, sort, null, 7);
                while (!page.isEmpty()) {
                    page.forEach(row -> paged.add(row.id()));
                    page = reads.list(filter, sort, page.getLast().id(), 7);
                }
                assertThat(paged).as("%s by %s", filter, sort).isEqualTo(expected(filter, sort));
            }
        }
    }

    /// By the plainest means there are.
    private List<Long> expected(Filter filter, Sort sort) {
        String label = filter.label() == null ? "" : filter.label();
        int equals = label.indexOf('=');
        return rota.database.withHandle(handle -> handle.createQuery("select id from schedules where true"
                        + (filter.words() == null ? "" : " and name like '" + filter.words() + "%'")
                        + (filter.kind() == null ? "" : " and kind = '" + filter.kind() + "'")
                        + (label.isEmpty()
                                ? ""
                                : equals < 0
                                        ? " and labels ->> '" + label + "' is not null"
                                        : " and labels ->> '" + label.substring(0, equals) + "' = '"
                                                + label.substring(equals + 1) + "'")
                        + (filter.standing() == null
                                ? ""
                                : switch (filter.standing()) {
                                    case "running" -> " and current_run is not null";
                                    case "paused" -> " and current_run is null and not enabled";
                                    default ->
                                        " and current_run is null and enabled and auto_disabled_at is null"
                                                + " and next_slot is not null";
                                })
                        + " order by "
                        + switch (sort) {
                            case ID -> "id";
                            case NAME -> "name, id";
                            case NEXT_DUE ->
                                "case when enabled and auto_disabled_at is null then next_due end nulls last, id";
                        })
                .mapTo(Long.class)
                .list());
    }
}
