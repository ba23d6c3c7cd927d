package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Sort;
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
        rota.sql("""
            insert into schedules (owner_id, name, kind, job, recurrence, zone, enabled, next_slot, next_due,
              current_run, current_daemon, current_slot, auto_disabled_at, auto_disabled_reason, failures, last_status)
            select 1, 'x', kind, '{"argv": ["/bin/true"]}', cast(recurrence as jsonb), 'Europe/Rome', enabled, slot,
              slot, case when running then gen_random_uuid() end, case when running then gen_random_uuid() end,
              case when running then clock_timestamp() end,
              case when given_up then clock_timestamp() end, case when given_up then 'why' end, failures, last
            from (values (true), (false)) a (running), (values (true), (false)) b (enabled),
              (values (true), (false)) c (given_up), (values ('command'), ('teleport')) d (kind),
              (values (0), (2), (3), (9)) e (failures),
              (values (null), ('succeeded'), ('failed'), ('deferred')) f (last),
              (values (null), (timestamptz '2200-01-01Z')) g (slot),
              (values ('{}'), ('{"every": "PT1H", "anchor": "2027-01-01T00:00:00Z"}'), ('{"cron": "0 6 * * *"}'),
                ('{"every": "PT1H", "after": "completion"}'), ('{"at": "2200-01-01T00:00:00Z"}')) h (recurrence)
            """);
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
}
