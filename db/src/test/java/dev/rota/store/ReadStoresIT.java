package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.job.ScrapeJob;
import dev.rota.store.ItemReadStore.After;
import dev.rota.store.ItemReadStore.Item;
import dev.rota.store.LogReadStore.Cursor;
import dev.rota.store.LogReadStore.Filter;
import dev.rota.store.LogReadStore.Line;
import dev.rota.store.SeriesReadStore.Bucket;
import dev.rota.store.SeriesReadStore.Sample;
import dev.rota.store.SeriesReadStore.Step;
import dev.rota.store.TemplateStore.Deleted;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadStoresIT {
    private static final Filter ALL = new Filter(null, null, null, null, null);

    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Database database = Database.open(server.config(), "ReadStoresIT");
    private final SeriesReadStore series = new SeriesReadStore(database);
    private final ItemReadStore items = new ItemReadStore(database);
    private final LogReadStore logs = new LogReadStore(database);
    private final TemplateStore templates = new TemplateStore(database);
    private final OverviewStore overview = new OverviewStore(database);
    private final DaemonReadStore daemons = new DaemonReadStore(database);

    ReadStoresIT() {
        execute("""
            insert into account (name, role) values ('a', 'admin');
            insert into schedules (id, owner_id, name, kind, job, recurrence, zone)
            values (1, 1, 'one', 'scrape', '{}', '{}', 'Etc/UTC'), (2, 1, 'two', 'scrape', '{}', '{}', 'Etc/UTC');
            """);
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void samplesComeRawWithTheirFlagsAndByHourWithoutTheEmptyOnes() {
        execute("insert into series (id, schedule_id, name, type, last_raw) overriding system value"
                + " values (7, 1, 'x', 'counter', 18446744073709551615)");
        Instant hour = overview.now().truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        Instant from = hour.minusSeconds(3600);
        database.jdbi().useHandle(handle -> handle.execute("""
            insert into sample (series_id, at, value, raw, flag)
            values (7, ?, null, 18446744073709551615, 'first_sample'), (7, ?, 1, 2, null), (7, ?, 3, 4, null)
            """, from, from.plusSeconds(1), hour));
        List<Sample> raw = series.samples(7, from, hour, 10);
        assertThat(raw)
                .containsExactly(
                        new Sample(from, null, "18446744073709551615", "first_sample"),
                        new Sample(from.plusSeconds(1), 1.0, "2", null));
        assertThat(series.samples(7, from, hour, 1)).as("too many: the newest").containsExactly(raw.getLast());
        assertThat(series.buckets(7, from, hour.plusSeconds(1), Step.HOUR))
                .containsExactly(new Bucket(from, 1.0, 1.0, 1.0, 1), new Bucket(hour, 3.0, 3.0, 3.0, 1));
        assertThat(series.list(1L, "x", 0, 10))
                .singleElement()
                .satisfies(found -> assertThat(found.lastRaw()).isEqualTo("18446744073709551615"));
        assertThat(series.list(2L, null, 0, 10)).isEmpty();
    }

    @Test
    void schedulesAreFoundByTheirWholeNameWhateverIsInIt() {
        ScheduleReadStore schedules = new ScheduleReadStore(database);
        for (String name :
                List.of("Rota's own metrics", "node-exporter 3.5 (foo_bar)", "50% \\ 'x' & !y:*", "Zürich/Süd")) {
            execute("update schedules set name = '" + name.replace("'", "''") + "' where id = 2");

            assertThat(schedules.list(
                            new ScheduleReadStore.Filter(name, null, null, null),
                            ScheduleReadStore.Sort.NAME,
                            null,
                            10))
                    .as(name)
                    .extracting(ScheduleReadStore.ScheduleRow::id)
                    .containsExactly(2L);
        }
    }

    @Test
    void itemsAreSearchedInKeysAndValuesAndPagedByTheirLastChange() {
        execute("""
            insert into item (id, schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at)
            overriding system value
            select n, 1, 'key-' || n, jsonb_build_object('title', 'Ünit 50% ' || n), '', '2027-01-01Z', '2027-01-01Z',
                   timestamptz '2027-01-01Z' + n / 2 * interval '1 minute'
            from generate_series(1, 5) n
            """);
        List<Item> first = items.list(1, null, null, null, 2);
        assertThat(first).extracting(Item::id).containsExactly(5L, 4L);
        After after = new After(first.getLast().changedAt(), first.getLast().id());
        assertThat(items.list(1, null, null, after, 10)).extracting(Item::id).containsExactly(3L, 2L, 1L);
        assertThat(items.list(1, "ünIT 50% 3", null, null, 10))
                .extracting(Item::id)
                .containsExactly(3L);
        assertThat(items.list(1, "KEY-4", null, null, 10)).extracting(Item::id).containsExactly(4L);
        assertThat(items.list(1, "title", null, null, 10))
                .as("names of fields are not searched")
                .isEmpty();
        assertThat(items.list(1, null, Instant.parse("2027-01-01T00:02:00Z"), null, 10))
                .extracting(Item::id)
                .containsExactly(5L, 4L);
        assertThat(items.list(2, null, null, null, 10)).isEmpty();
    }

    @Test
    void aFollowerOfTheLogSeesLinesOfATransactionThatBeganEarlyAndCommittedLate() throws Exception {
        log(UUID.randomUUID(), "INFO", "before");
        Cursor start = logs.read(ALL, null, 10).next();
        // A pool of its own: inside a callback the same one would hand out the same connection again.
        try (Database other = Database.open(server.config(), "ReadStoresIT-2", 1);
                Handle early = other.jdbi().open()) {
            early.begin();
            early.execute(LINE, UUID.randomUUID(), "INFO", "early start, late commit");
            log(UUID.randomUUID(), "INFO", "late start, early commit");
            assertThat(logs.read(ALL, start, 10).lines())
                    .as("held back while an older transaction is open")
                    .isEmpty();
            early.commit();
        }
        assertThat(logs.read(ALL, start, 10).lines())
                .extracting(Line::text)
                .containsExactly("early start, late commit", "late start, early commit");
    }

    @Test
    void theLogIsFilteredAndTheCursorPassesWhatWasLeftOut() throws Exception {
        UUID run = UUID.randomUUID();
        log(run, "INFO", "42 samples");
        log(run, "ERROR", "no answer");
        log(UUID.randomUUID(), "WARN", "odd");
        assertThat(texts(new Filter(null, run, null, null, null))).containsExactly("42 samples", "no answer");
        assertThat(texts(new Filter(null, null, "WARN", null, null))).containsExactly("no answer", "odd");
        assertThat(texts(new Filter(null, null, null, "^[0-9]+ s", null))).containsExactly("42 samples");
        assertThat(texts(new Filter(1L, null, null, null, null))).hasSize(3);
        assertThat(texts(new Filter(2L, null, null, null, null))).isEmpty();
        Cursor next = logs.read(new Filter(null, null, null, "nowhere", null), null, 10)
                .next();
        assertThat(logs.read(ALL, next, 10).lines()).isEmpty();
        assertThat(logs.read(ALL, null, 2).lines()).extracting(Line::text).containsExactly("no answer", "odd");
        Cursor first = logs.read(ALL, new Cursor("0", 0), 1).next();
        assertThat(logs.read(ALL, first, 1).lines()).extracting(Line::text).containsExactly("no answer");
        assertThatThrownBy(() -> logs.read(new Filter(null, null, null, "(", null), null, 10))
                .isInstanceOf(LogReadStore.BadPattern.class);
    }

    @Test
    void theShippedTemplatesAreReadableScrapesKeyedByTheirExternalId() {
        assertThat(templates.names()).containsExactly("dispensers", "work_orders");
        assertThat(templates.list("", 10))
                .allSatisfy(template -> assertThat(template.job())
                        .isInstanceOfSatisfying(
                                ScrapeJob.class,
                                job -> assertThat(job.items().key()).containsExactly("external_id")));
    }

    @Test
    void aChangedTemplateReachesItsSchedulesAndNoOthers() {
        execute("update schedules set template = 'work_orders' where id = 1");
        JobSpec job = CommandJob.example();
        assertThat(templates.put("work_orders", "now a program", job).version()).isEqualTo(2);
        assertThat(read("select kind || ' ' || lane || ' ' || version from schedules where id = 1"))
                .isEqualTo("command command 2");
        assertThat(read("select kind || ' ' || version from schedules where id = 2"))
                .isEqualTo("scrape 1");
        templates.put("work_orders", "the same program", job);
        assertThat(read("select version::text from schedules where id = 1"))
                .as("nothing changed for the schedule")
                .isEqualTo("2");
        assertThat(templates.delete("work_orders")).isEqualTo(Deleted.IN_USE);
        assertThat(templates.delete("dispensers")).isEqualTo(Deleted.GONE);
        assertThat(templates.delete("dispensers")).isEqualTo(Deleted.UNKNOWN);
    }

    @Test
    void aScheduleCountsOnceUnderTheFirstStandingThatFits() {
        execute("""
            update schedules set enabled = false, failures = 9 where id = 1;
            update schedules set failures = 3, last_status = 'failed', next_slot = clock_timestamp(),
              next_due = clock_timestamp() - interval '5 seconds' where id = 2;
            """);
        OverviewStore.Counts counts = overview.counts();
        assertThat(counts.schedules()).isEqualTo(2);
        assertThat(counts.of("paused")).isOne();
        assertThat(counts.of("having_issues")).isOne();
        assertThat(counts.of("last_run_failed")).isZero();
        assertThat(counts.due()).isOne();
        assertThat(counts.oldestDueMs()).isBetween(5_000L, 60_000L);
        assertThat(overview.waitingByLane()).containsOnlyKeys("general");
        assertThat(overview.waitingByLane().get("general"))
                .satisfies(lane -> assertThat(lane.due()).isEqualTo(1))
                .satisfies(lane -> assertThat(lane.oldestMs()).isPositive());
        assertThat(overview.next(10)).extracting(OverviewStore.Next::name).containsExactly("two");
        assertThat(overview.schemaVersion()).isEqualTo(String.format("%04d", Migrations.NEWEST));
        assertThat(overview.hours()).isEmpty();
    }

    @Test
    void whatTakesLongToCountIsNotCountedForEveryQuestion() {
        Iterator<Long> seconds = List.of(0L, 1L, 49L, 51L, 51L).iterator();
        OverviewStore slow = new OverviewStore(database, () -> seconds.next() * 1_000_000_000);
        long before = slow.counts().schedules(); // from 0 to 1

        execute("update schedules set deleted_at = clock_timestamp() where id = 1");

        assertThat(slow.counts().schedules()).as("at 49").isEqualTo(before);
        assertThat(slow.counts().schedules()).as("at 51").isEqualTo(before - 1);
    }

    @Test
    void aDaemonIsAliveForAMinuteAfterItsHeartbeat() {
        execute("""
            insert into daemon (id, host, pid, version, state, kinds, slots, heartbeat_at, lease_until)
            select gen_random_uuid(), age, 1, '1', state, '{}', 4, clock_timestamp() - age::interval, clock_timestamp()
            from (values ('1 second', 'ready'), ('59 seconds', 'draining'), ('61 seconds', 'ready'),
                         ('2 seconds', 'stopped'), ('2 hours', 'ready')) d (age, state)
            """);
        assertThat(daemons.recent())
                .extracting(daemon -> daemon.host() + " " + daemon.alive())
                .containsExactly("1 second true", "2 seconds false", "59 seconds true", "61 seconds false");
        assertThat(daemons.all()).hasSize(5);
    }

    private static final String LINE = """
        insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
        values (?, clock_timestamp(), 1, clock_timestamp(), ?, 0, ?)\
        """;

    private void log(UUID run, String level, String text) {
        database.jdbi().useHandle(handle -> handle.execute(LINE, run, level, text));
    }

    private List<String> texts(Filter filter) throws Exception {
        return logs.read(filter, null, 10).lines().stream().map(Line::text).toList();
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.createScript(sql).execute());
    }

    private String read(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
