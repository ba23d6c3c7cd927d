package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.config.Retention;
import dev.rota.store.Tally.Off;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TallyIT {
    private final EngineFixture rota = new EngineFixture();
    private final Database daemons =
            Database.openForEngine(rota.server.as(DatabaseRole.DAEMON), "rota-daemon", 2, TimeLimits.USUAL);

    @BeforeEach
    void someSchedules() {
        rota.sql("""
            insert into schedules (owner_id, name, kind, job, recurrence, zone, enabled)
            select 1, 'x ' || i, 'command', '{"argv": ["/bin/true"]}', '{}', 'Europe/Rome', i % 3 > 0
            from generate_series(1, 30) i
            """);
    }

    @AfterEach
    void close() {
        daemons.close();
        rota.close();
    }

    private Map<String, Long> counted() {
        return new OverviewStore(rota.database)
                .counts().standings().entrySet().stream()
                        .filter(one -> one.getValue() != 0)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void theChoresCountAnewAndPutRightWhatIsOff() {
        rota.sql("""
            update schedule_tally set n = n + 7 where standing = 'paused';
            delete from schedule_tally where id in (select id from schedule_tally where standing = 'active' limit 4);
            insert into schedule_tally (kind, standing, n) values ('scrape', 'failed', -2)
            """);
        assertThat(counted()).isNotEqualTo(Map.of("active", 20L, "paused", 10L));

        new ChoreStore(daemons).prune(Retention.STANDARD);

        assertThat(counted()).isEqualTo(Map.of("active", 20L, "paused", 10L));
        assertThat(Tally.recount(daemons)).as("nothing is off any more").isEmpty();
    }

    @Test
    void whatChangesMeanwhileIsNeitherLostNorCountedTwice() {
        rota.sql("insert into schedule_tally (kind, standing, n) values ('command', 'active', 5)");

        rota.database.inTransaction(editor -> {
            editor.execute("update schedules set enabled = false where name = 'x 1'");
            assertThat(Tally.recount(daemons))
                    .as("the edit is in neither of the two sums that are compared")
                    .containsExactly(new Off("command", "active", -5));
            return editor;
        });

        assertThat(counted()).isEqualTo(Map.of("active", 19L, "paused", 11L));
        assertThat(Tally.recount(daemons)).isEmpty();
    }

    @Test
    void twoThatCountAtOnceRepairOnce() {
        rota.sql("insert into schedule_tally (kind, standing, n) values ('command', 'active', 5)");

        daemons.inTransaction(first -> {
            assertThat(Tally.recount(first)).hasSize(1);
            assertThat(Tally.recount(rota.database))
                    .as("the first has not committed yet")
                    .isEmpty();
            return first;
        });

        assertThat(counted()).isEqualTo(Map.of("active", 20L, "paused", 10L));
    }

    @Test
    void aLongSumIsAddedUpWhole() {
        rota.sql("""
            insert into schedule_tally (kind, standing, n) select 'command', 'paused', i % 3 - 1
            from generate_series(1, 120000) i
            """);

        new ChoreStore(daemons).prune(Retention.STANDARD);

        assertThat(rota.number("select count(*) from schedule_tally")).isEqualTo(2);
        assertThat(counted()).isEqualTo(Map.of("active", 20L, "paused", 10L));
    }
}
