package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionWeeksIT {
    @Test
    void everyHourOfAWeekHasAPlaceThoughTheClocksOfTheSessionChangeInIt() {
        try (EngineFixture rota = new EngineFixture()) {
            List<Instant> edges = rota.database.withHandle(handle -> {
                handle.execute("set timezone to 'Europe/Rome'");
                List<Instant> found = new ArrayList<>();
                for (String monday : List.of("2031-03-24", "2031-03-31", "2031-10-20", "2031-10-27")) {
                    Instant week = Instant.parse(monday + "T00:00:00Z");
                    Partitions.ensure(handle, week);
                    found.add(week);
                    found.add(week.plusSeconds(7 * 86_400 - 1));
                }
                for (Instant edge : found) {
                    handle.createUpdate("""
                        insert into decision (schedule_id, plan_version, reason, first_slot, last_slot, count, decided_at)
                        values (1, 1, 'missed', :at, :at, 1, :at)
                        """).bind("at", Sql.time(edge)).execute();
                }
                handle.execute("reset timezone");
                return found;
            });
            assertThat(rota.number("select count(*) from decision")).isEqualTo(edges.size());
        }
    }

    @Test
    void theSchemaIsMadeInUtcWhateverTheZoneOfTheJvm() {
        try (EngineFixture rota = new EngineFixture()) {
            String bounds = rota.text("""
                select string_agg(distinct substring(bounds from '\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d'), ',') from (
                  select set_config('timezone', 'UTC', true), pg_get_expr(c.relpartbound, c.oid) as bounds
                  from pg_inherits i join pg_class c on c.oid = i.inhrelid
                  where c.relnamespace = 'rota'::regnamespace and c.relpartbound is not null) p\
                """);
            assertThat(bounds).isEqualTo("00:00:00+00");
        }
    }
}
