package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FossaWorkIT {
    private final LiveRota live = new LiveRota();

    @BeforeEach
    void database() {
        live.set("ROTA_DB_URL", live.database().url());
        live.set("ROTA_DB_USER", live.database().user());
        live.set("ROTA_DB_PASSWORD", live.database().password());
    }

    @AfterEach
    void close() {
        live.close();
    }

    /// As FossaWork's models make them; SQLite knows neither booleans nor JSON nor times.
    private static void tables(String url, String bool, String json, String time) throws SQLException {
        Instant recent = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(3, ChronoUnit.DAYS);
        String when = recent.toString().replace('T', ' ').replace("Z", ".123456");
        try (Connection connection = DriverManager.getConnection(url);
                Statement run = connection.createStatement()) {
            run.execute("""
                create table scraping_schedules (id integer primary key, user_id varchar not null,
                  schedule_type varchar not null, interval_hours float, active_hours %2$s, enabled %1$s, last_run %3$s,
                  next_run %3$s, consecutive_failures integer, config %2$s, created_at %3$s, updated_at %3$s)
                """.formatted(bool, json, time));
            run.execute("""
                create table scraping_history (id integer primary key, user_id varchar, schedule_type varchar,
                  started_at %3$s, completed_at %3$s, success %1$s, items_processed integer, items_added integer,
                  items_updated integer, items_failed integer, error_message text, error_details %2$s,
                  duration_seconds float, memory_usage_mb float, run_metadata %2$s, trigger_type varchar)
                """.formatted(bool, json, time));
            run.execute("""
                insert into scraping_schedules (id, user_id, schedule_type, interval_hours, active_hours, enabled) values
                (1, 'demo', 'work_orders', 1.5, '{"start": 22, "end": 6}', %1$s),
                (2, 'demo', 'dispensers', 24, null, %2$s),
                (3, 'other', 'work_orders', null, '{"start": 6, "end": 6}', %1$s),
                (4, 'other', 'filters', 1, null, %1$s)
                """.formatted(bool.equals("boolean") ? "true" : "1", bool.equals("boolean") ? "false" : "0"));
            run.execute(
                    """
                    insert into scraping_history values
                    (1, 'demo', 'work_orders', '%1$s', '%1$s', %2$s, 7, 2, 1, 0, null, null, 3.5, 1.0, null, 'manual'),
                    (2, 'demo', 'work_orders', '2020-01-01 00:00:00', null, %3$s, 0, 0, 0, 0, 'old', null, 1, 1, null, null),
                    (3, 'demo', 'dispensers', '%1$s', null, %3$s, 0, 0, 0, 0, 'no answer', '{"a": 1}', 2.5, 1, null, null),
                    (4, 'demo', 'dispensers', '2026-11-20 00:00:00', null, %3$s, 0, 0, 0, 0, null, null, null, 1, null, null),
                    (5, 'gone', 'dispensers', '%1$s', '%1$s', %2$s, 0, 0, 0, 0, null, null, 1, 1, null, null)
                    """.formatted(when, bool.equals("boolean") ? "true" : "1", bool.equals("boolean") ? "false" : "0"));
        }
    }

    private void isTakenOverOnce(String source) {
        Rota.Said dry = live.rota("import", "fossawork", source, "--dry-run", "-o", "csv");
        assertThat(dry.out())
                .as(dry.err())
                .contains("demo,work_orders,would be demo's,1,0,1 runs are older than 90 days.");

        Rota.Said first = live.rota("import", "fossawork", source, "--zone", "Europe/Rome", "-o", "csv");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "demo,work_orders,made: 1,1,0,",
                        "demo,dispensers,made: 2,2,0,",
                        "other,work_orders,made: 3,0,0,")
                .contains("is none; it became one hour", "are none; it runs at all hours")
                .contains("other,filters,left out,0,0,There is no job template 'filters'")
                .contains("gone,dispensers,none there,0,0,1 runs of a schedule that is not there any more");
        Rota.Said second = live.rota("import", "fossawork", source, "--zone", "Europe/Rome", "-o", "csv");
        assertThat(second.out()).contains("demo,work_orders,there: 1,0,1,", "demo,dispensers,there: 2,0,2,");

        assertThat(live.rota("runs", "list", "-o", "csv").out())
                .contains("work_orders,succeeded,", "dispensers,failed,", "dispensers,abandoned,", "no answer");
        assertThat(live.rota("schedules", "show", "1", "-o", "yaml").out())
                .contains("every: PT1H30M", "22:00", "zone: Europe/Rome", "owner: demo", "standing: active");
        assertThat(live.rota("schedules", "show", "2", "-o", "yaml").out()).contains("standing: paused");
    }

    @Test
    void schedulesAndHistoryAreTakenFromSqlite(@TempDir Path directory) throws SQLException {
        Path file = directory.resolve("fossa work.db");
        tables("jdbc:sqlite:" + file, "boolean_", "json", "datetime");

        isTakenOverOnce(file.toString());
    }

    @Test
    void ofAHistoryThatHasGrownOnlyWhatIsNewIsCounted(@TempDir Path directory) throws SQLException {
        String url = "jdbc:sqlite:" + directory.resolve("fossa.db");
        tables(url, "boolean_", "json", "datetime");
        String file = directory.resolve("fossa.db").toString();
        assertThat(live.rota("import", "fossawork", file, "-o", "csv").out()).contains("demo,dispensers,made: 2,2,0,");
        try (Connection connection = DriverManager.getConnection(url);
                Statement grow = connection.createStatement()) {
            grow.execute("""
                insert into scraping_history (id, user_id, schedule_type, started_at, completed_at, success)
                select 0, user_id, schedule_type, datetime(started_at, '+1 hours'), null, 0
                from scraping_history where id = 3
                """);
        }

        assertThat(live.rota("import", "fossawork", file, "-o", "csv").out()).contains("demo,dispensers,there: 2,1,2,");
    }

    @Test
    void schedulesAndHistoryAreTakenFromPostgresql() throws SQLException {
        String url = live.database().url() + (live.database().url().contains("?") ? "&" : "?") + "user="
                + live.database().user() + "&password=" + live.database().password();
        tables(url, "boolean", "json", "timestamp");

        isTakenOverOnce(url);
    }

    @Test
    void whatIsNotFossaWorksIsASentence(@TempDir Path directory) throws Exception {
        Path text = Files.writeString(directory.resolve("a.db"), "hello".repeat(1000));

        for (String source : new String[] {text.toString(), "/nowhere.db", "postgresql://u:p@127.0.0.1:1/x"}) {
            Rota.Said said = live.rota("import", "fossawork", source);
            assertThat(said.code()).isEqualTo(ExitCode.FAILURE.number());
            assertThat(said.err()).startsWith("rota: ").hasLineCount(1).doesNotContain("Exception");
        }
    }
}
