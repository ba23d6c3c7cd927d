package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.LogReadStore.Cursor;
import dev.rota.store.LogReadStore.Filter;
import dev.rota.store.LogReadStore.Line;
import dev.rota.store.LogReadStore.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pages of a long log: what is asked for is found wherever it stands, however little is read at a time.
class LogPagesIT {
    private static final DaemonStore.Pulse PULSE = new DaemonStore.Pulse("ready", 0, null, 0, 0, null, "{}", "{}");

    private final EngineFixture rota = new EngineFixture();
    private final LogReadStore logs = new LogReadStore(rota.database);

    @AfterEach
    void close() {
        rota.close();
    }

    private void lines(int count, String level, String text, String at) {
        rota.sql("""
            insert into run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
            select gen_random_uuid(), clock_timestamp(), 1, %s, '%s', 0, '%s ' || n from generate_series(1, %d) n
            """.formatted(at, level, text, count));
    }

    private void mark(String at) {
        rota.sql("insert into run_log_mark (at, xact) values (" + at + ", pg_snapshot_xmax(pg_current_snapshot()))");
    }

    private static Filter grep(String pattern, @Nullable Instant since) {
        return new Filter(null, null, null, pattern, since);
    }

    private List<String> all(Filter filter) throws Exception {
        List<String> texts = new ArrayList<>();
        Cursor after = filter.since() == null ? new Cursor("0", 0) : null;
        Page page;
        do {
            page = logs.read(filter, after, 7);
            texts.addAll(page.lines().stream().map(Line::text).toList());
            after = page.next();
        } while (page.more());
        return texts;
    }

    @Test
    void whatSeldomOccursIsFoundOverShortPagesAndNoneIsLeftOut() throws Exception {
        lines(20, "INFO", "seldom", "clock_timestamp()");
        lines(LogReadStore.LOOK + 50, "INFO", "often", "clock_timestamp()");
        lines(3, "INFO", "seldom again", "clock_timestamp()");

        assertThat(all(grep("^seldom", null))).hasSize(23);
        assertThat(all(new Filter(1L, null, "INFO", "^seldom", null))).hasSize(23);
        assertThat(all(grep("^often", null))).hasSize(LogReadStore.LOOK + 50);
        assertThat(all(grep("^never", null))).isEmpty();

        Page newest = logs.read(grep("^seldom", null), null, 7);
        assertThat(newest.lines())
                .extracting(Line::text)
                .containsExactly("seldom again 1", "seldom again 2", "seldom again 3");
        assertThat(newest.more()).isFalse();
        assertThat(newest.lookedBackTo()).as("not all of them were looked at").isNotNull();
        assertThat(logs.read(grep("^often", null), null, 7).lookedBackTo()).isNull();
        assertThat(logs.read(new Filter(null, null, null, null, null), null, 7).lookedBackTo())
                .isNull();
    }

    @Test
    void warningsAndErrorsAreFoundAmongAnyNumberOfOthers() throws Exception {
        lines(1, "ERROR", "broken", "clock_timestamp()");
        lines(1, "WARN", "odd", "clock_timestamp()");
        lines(LogReadStore.LOOK + 50, "INFO", "often", "clock_timestamp()");

        assertThat(logs.read(new Filter(null, null, "ERROR", null, null), null, 7)
                        .lines())
                .extracting(Line::text)
                .containsExactly("broken 1");
        assertThat(logs.read(new Filter(null, null, "WARN", null, null), null, 7)
                        .lines())
                .extracting(Line::text)
                .containsExactly("broken 1", "odd 1");
    }

    @Test
    void linesSinceAnInstantAreReadFromTheMarkBeforeItAndThoseOfALongRunAreAmongThem() throws Exception {
        mark("clock_timestamp() - interval '3 hours'");
        lines(2, "INFO", "old", "clock_timestamp() - interval '2 hours'");
        mark("clock_timestamp() - interval '1 hour'");
        // A run of two hours says at its end what it did at its beginning.
        lines(1, "INFO", "long ago", "clock_timestamp() - interval '2 hours'");
        lines(2, "INFO", "young", "clock_timestamp() - interval '10 minutes'");
        Instant now = rota.database.withHandle(Sql::clock);

        assertThat(all(grep(".", now.minus(Duration.ofMinutes(30))))).containsExactly("young 1", "young 2");
        assertThat(all(grep(".", now.minus(Duration.ofMinutes(150))))).hasSize(5);
        assertThat(all(grep(".", now.minus(Duration.ofHours(9)))))
                .as("before the first mark")
                .hasSize(5);
        assertThat(logs.read(new Filter(null, null, null, null, now.minus(Duration.ofMinutes(30))), null, 1)
                        .lines())
                .extracting(Line::text)
                .as("what is not asked for is not read")
                .containsExactly("young 1");
    }

    @Test
    void aHeartbeatMarksThePlaceOfTheLogOnceAMinute() {
        rota.sql("delete from run_log_mark");
        for (int i = 0; i < 3; i++) {
            rota.daemons.heartbeat(rota.daemon, PULSE, EngineFixture.LEASE);
        }
        assertThat(rota.number("select count(*) from run_log_mark")).isOne();
        rota.sql("update run_log_mark set at = at - interval '61 seconds'");
        rota.daemons.heartbeat(rota.daemon, PULSE, EngineFixture.LEASE);
        assertThat(rota.number("select count(*) from run_log_mark")).isEqualTo(2);
    }
}
