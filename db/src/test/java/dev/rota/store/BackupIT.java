package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database with a past and a live run goes into a file and comes out of it.
class BackupIT {
    private static final EngineFixture OLD = new EngineFixture();
    private static final Map<String, Long> KEPT = new HashMap<>();

    @TempDir
    private static Path directory = Path.of("");

    private static Path file() {
        return directory.resolve("whole");
    }

    @BeforeAll
    static void aPast() throws IOException {
        long failing = OLD.schedule("failing", Duration.ofHours(1), Duration.ofSeconds(1));
        Claim claim = OLD.claim().getFirst();
        assertThat(OLD.finish(claim, EngineFixture.failure(), Harvest.NONE)).isNotNull();
        OLD.sql("insert into series (schedule_id, name, type) values (" + failing + ", 'load', 'gauge')");
        OLD.sql("insert into sample (series_id, at, value, raw) select 1, clock_timestamp() - i * interval '1 second',"
                + " i / 3.0::float8, 12345678901234567890.5 from generate_series(1, 5000) i");
        OLD.sql("insert into run_log (run_id, slot, at, level, byte_offset, text) select id, slot, now(), 'info', 0,"
                + " E'a\\tline \\\\ with \\n ünïcode 🙂' from run");
        OLD.sql("insert into token (account_id, role, hash) values (1, 'admin', '\\x00ff10')");
        OLD.sql("update schedules set retry_backoff = interval '1 hour 2 minutes 3.5 seconds'");
        OLD.schedule("live", Duration.ofHours(1), Duration.ofSeconds(1));
        assertThat(OLD.claim()).hasSize(1);
        try (OutputStream out = Files.newOutputStream(file())) {
            new Backup(OLD.server.config()).write(out, KEPT::put);
        }
    }

    @AfterAll
    static void close() {
        OLD.close();
    }

    @Test
    void whatIsRestoredIsWhatWasKeptAndRunsOn() {
        try (TestDatabase fresh = PostgresForTests.emptyDatabase()) {
            Map<String, Long> told = new HashMap<>();
            Restore.Restored restored = new Restore(fresh.config()).from(file(), false, told::put);

            assertThat(told).isEqualTo(KEPT).containsEntry("sample", 5000L).containsEntry("run", 2L);
            assertThat(restored.handedBack()).isEqualTo(1);
            assertThat(restored.schema()).isEqualTo(Migrations.NEWEST);
            for (String rows : List.of(
                    "select md5(string_agg(x::text, '|' order by x::text)) from (select * from sample) x",
                    "select md5(string_agg(x::text, '|' order by x::text)) from (select * from account) x",
                    "select encode(hash, 'hex') from token",
                    "select text from run_log",
                    "select retry_backoff::text || job::text from schedules where name = 'failing'",
                    "select id::text || status || finished_at from run where status = 'failed'")) {
                assertThat(text(fresh, rows)).as(rows).isEqualTo(text(OLD.server, rows));
            }
            assertThat(text(fresh, "select string_agg(status, ',' order by status) from run"))
                    .isEqualTo("abandoned,failed");
            try (Database database = Database.open(fresh.config(), "restored", 2)) {
                var self = java.util.UUID.randomUUID();
                new DaemonStore(database)
                        .register(new DaemonStore.Registration(
                                self,
                                "here",
                                1,
                                null,
                                null,
                                null,
                                null,
                                "test",
                                List.of("scrape"),
                                4,
                                Duration.ofMinutes(1)));
                assertThat(new ClaimStore(database).claimDue(self, EngineFixture.SLOTS, Duration.ofMillis(100)))
                        .as("the slot that was live then")
                        .hasSize(1);
                assertThat(text(fresh, "insert into account (name, role) values ('next', 'viewer') returning id::text"))
                        .as("no number is given out twice")
                        .isEqualTo("2");
                assertThat(text(fresh, "select count(*)::text from schedule_words"))
                        .isEqualTo("2");
            }
        }
    }

    @Test
    void anEarlierSchemaIsRestoredAndThenBroughtUpToDate() throws Exception {
        try (TestDatabase earlier = PostgresForTests.emptyDatabase();
                TestDatabase fresh = PostgresForTests.freshDatabase()) {
            Migrations.migrateTo(earlier.config(), 15);
            execute(earlier, "insert into account (name, role) values ('early', 'admin')");
            execute(earlier, """
                insert into schedules (owner_id, name, kind, job, recurrence, zone, next_slot, next_due, current_run,
                  current_slot, current_daemon, current_started_at, slot_attempts, failures, enabled)
                values (1, 'live then', 'scrape', '{}', '{}', 'UTC', '2031-01-01Z', '2031-01-01Z',
                  'a0000000-0000-4000-8000-000000000001', date_trunc('hour', now()),
                  'd0000000-0000-4000-8000-000000000001', now(), 1, 3, false);
                insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
                  status, claimed_at, started_at)
                select current_run, current_slot, id, name, 'scheduled', 1, kind, 1, current_daemon, 'running', now(),
                  now() from schedules
                """);
            Path early = directory.resolve("early");
            try (OutputStream out = Files.newOutputStream(early)) {
                new Backup(earlier.config()).write(out, (_, _) -> {});
            }
            Restore.Restored restored = new Restore(fresh.config()).from(early, false, (_, _) -> {});
            assertThat(restored.schema()).isEqualTo(15);
            assertThat(text(fresh, "select name from account")).isEqualTo("early");
            assertThat(restored.handedBack()).isEqualTo(1);
            assertThat(text(fresh, """
                select name || ' ' || s.failures || ' ' || live || ' ' || (s.next_slot = date_trunc('hour', s.next_slot))
                  || ' ' || s.last_status from schedules s join schedule_progress on schedule_id = id
                """)).isEqualTo("live then 3 false true abandoned");
            assertThat(Migrations.state(fresh.config())).isInstanceOf(Migrations.State.Fits.class);
        }
    }

    @Test
    void whatIsThereIsNotReplacedByAnEarlierSchema() throws Exception {
        try (TestDatabase earlier = PostgresForTests.emptyDatabase();
                TestDatabase used = PostgresForTests.freshDatabase()) {
            Migrations.migrateTo(earlier.config(), 15);
            Path early = directory.resolve("early");
            try (OutputStream out = Files.newOutputStream(early)) {
                new Backup(earlier.config()).write(out, (_, _) -> {});
            }
            execute(used, "insert into account (name, role) values ('mine', 'admin')");

            assertThatThrownBy(() -> new Restore(used.config()).from(early, true, (_, _) -> {}))
                    .isInstanceOf(DatabaseTrouble.class)
                    .hasMessageContaining("not even with --replace")
                    .hasMessageContaining("rota setup-db --database NAME")
                    .hasMessageContaining("Nothing was changed");
            assertThat(text(used, "select name from account")).isEqualTo("mine");
        }
    }

    @Test
    void nothingIsOverwrittenUnlessTold() {
        try (TestDatabase used = PostgresForTests.freshDatabase()) {
            execute(used, "insert into account (name, role) values ('mine', 'admin')");
            Restore restore = new Restore(used.config());
            assertThatThrownBy(() -> restore.from(file(), false, (_, _) -> {}))
                    .isInstanceOf(DatabaseTrouble.class)
                    .hasMessageContaining("--replace");
            assertThat(text(used, "select name from account")).isEqualTo("mine");

            assertThat(restore.from(file(), true, (_, _) -> {}).handedBack()).isEqualTo(1);
            assertThat(text(used, "select name from account")).isEqualTo("admin");
        }
    }

    @Test
    void aLivingDaemonIsNotWrittenOver() {
        assertThatThrownBy(() -> new Restore(OLD.server.config()).from(file(), true, (_, _) -> {}))
                .isInstanceOf(DatabaseTrouble.class)
                .hasMessageContaining("A daemon is alive");
    }

    @Test
    void aFileThatIsCutOrChangedIsRefusedBeforeAnythingIsWritten() throws Exception {
        byte[] whole = Files.readAllBytes(file());
        List<byte[]> broken = new ArrayList<>();
        for (int cut : new int[] {0, 5, 100, whole.length / 2, whole.length - 9, whole.length - 1}) {
            broken.add(java.util.Arrays.copyOf(whole, cut));
        }
        for (int at : new int[] {2, 60, whole.length / 3, whole.length / 2, whole.length - 5}) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            broken.add(changed);
        }
        broken.add("anything else\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (TestDatabase fresh = PostgresForTests.freshDatabase()) {
            String before = text(fresh, "select count(*)::text from account");
            Path path = directory.resolve("broken");
            for (byte[] bytes : broken) {
                Files.write(path, bytes);
                assertThatThrownBy(() -> new Restore(fresh.config()).from(path, false, (_, _) -> {}))
                        .isInstanceOf(DatabaseTrouble.class)
                        .hasMessageContaining("Nothing was changed");
            }
            assertThat(text(fresh, "select count(*)::text from account")).isEqualTo(before);
        }
    }

    @Test
    void aRestoreThatFailsHalfWayIsUndone() {
        try (TestDatabase fresh = PostgresForTests.freshDatabase()) {
            execute(fresh, "alter table run_log add constraint nothing check (text = 'never')");
            assertThatThrownBy(() -> new Restore(fresh.config()).from(file(), false, (_, _) -> {}))
                    .isInstanceOf(DatabaseTrouble.class)
                    .hasMessageContaining("undone as a whole");
            assertThat(text(fresh, "select count(*)::text from account")).isEqualTo("0");
            assertThat(text(fresh, "select count(*)::text from sample")).isEqualTo("0");
        }
    }

    private static String text(TestDatabase database, String query) {
        return jdbi(database)
                .withHandle(handle -> String.valueOf(
                        handle.createQuery(query).mapTo(String.class).findOne().orElse("none")));
    }

    private static void execute(TestDatabase database, String sql) {
        jdbi(database).useHandle(handle -> handle.execute(sql));
    }

    private static Jdbi jdbi(TestDatabase database) {
        return Jdbi.create(
                database.config().url() + "?currentSchema=rota",
                database.config().user(),
                database.config().password());
    }
}
