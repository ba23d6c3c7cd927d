package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListsIT {
    private final LiveRota live = new LiveRota();

    @BeforeEach
    void fill() {
        live.rotaReading("{\"name\": \"portal\", \"template\": \"dispensers\"}", "schedules", "create", "-f", "-");
        live.sql("""
            insert into rota.item (schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at)
            select 1, 'k' || i, jsonb_build_object('n', i), '', now(), now(), now() - i * interval '1 day'
            from generate_series(1, 450) i;
            insert into rota.item_change (schedule_id, item_id, run_id, at, change, diff)
            select 1, id, gen_random_uuid(), changed_at, 'changed', '{"n": [1, 2]}' from rota.item;
            insert into rota.series (schedule_id, name, labels, type) values (1, 'load', '{"cpu": "0"}', 'gauge'),
              (1, 'load', '{"cpu": "1"}', 'gauge'), (1, 'mem', '{}', 'gauge')
            """);
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aListIsAsLongAsItIsAskedFor() {
        assertThat(live.rota("items", "portal", "--limit", "1000", "-o", "csv").out())
                .hasLineCount(451);
        assertThat(live.rota("items", "portal", "--limit", "201", "-o", "csv").out())
                .hasLineCount(202);
        assertThat(live.rota("items", "portal", "--limit", "2").out()).endsWith("There are more; raise --limit.\n");
    }

    @Test
    void changesAreToldFromWhatToWhat() {
        assertThat(live.rota("items", "portal", "--changes", "--limit", "1").out())
                .contains("changed", "n: 1 → 2");
        assertThat(live.rota("items", "portal", "--changes", "-q", "x").code()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void aSeriesIsKnownByItsNameWhereThereIsOne() {
        assertThat(live.rota("series", "portal", "-o", "csv").out())
                .hasLineCount(4)
                .contains("cpu=1");
        assertThat(live.rota("series", "show", "mem", "-o", "csv").out()).isEqualTo("at,value,flag\n");
        assertThat(live.rota("series", "show", "load").err()).contains("More than one series", "cpu=0");
        assertThat(live.rota("series", "show", "mem", "--step", "weekly").err())
                .isEqualTo("rota: --step is one of auto, raw, hourly, daily; not: weekly\n");
    }
}
