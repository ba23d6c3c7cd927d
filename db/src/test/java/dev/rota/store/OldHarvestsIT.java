package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.config.Retention;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OldHarvestsIT {
    private final EngineFixture rota = new EngineFixture();
    private final Database daemon =
            Database.openForEngine(rota.server.as(DatabaseRole.DAEMON), "rota-daemon", 1, TimeLimits.USUAL);

    @BeforeEach
    void aSchedule() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        daemon.close();
        rota.close();
    }

    private void prune() {
        new ChoreStore(daemon).prune(Retention.STANDARD);
    }

    /// @param removed days ago; null: it is there
    private void items(String name, int many, @Nullable Integer removed) {
        rota.sql("""
            insert into item (schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at, removed_at)
            select 1, '%s' || i, '{}', '', t, t, t, clock_timestamp() - %s * interval '1 day'
            from (select clock_timestamp() - interval '200 days' as t) old, generate_series(1, %d) i
            """.formatted(name, removed, many));
    }

    @Test
    void asManyOldChangesAsThereAreGoAtOnce() {
        items("there ", 1, null);
        rota.sql("""
            insert into item_change (schedule_id, item_id, run_id, at, change)
            select 1, id, gen_random_uuid(), clock_timestamp() - days * interval '1 day', 'changed'
            from item, (values (120, 25000), (10, 3)) c (days, many), generate_series(1, many)
            """);

        prune();

        assertThat(rota.number("select count(*) from item_change")).isEqualTo(3);
    }

    @Test
    void itemsGoThatWereRemovedLongAgoAndNoOthers() {
        items("there ", 3, null);
        items("lately ", 4, 10);
        items("long ago ", 2_500, 120);
        rota.sql("insert into item_change (schedule_id, item_id, run_id, at, change) select 1, id, gen_random_uuid(),"
                + " clock_timestamp(), 'removed' from item where removed_at is not null");

        prune();

        assertThat(rota.text("select string_agg(distinct split_part(key, ' ', 1), ' ') || count(*) from item"))
                .isEqualTo("lately there7");
        assertThat(rota.number("select count(*) from item_change")).isEqualTo(4);
    }

    @Test
    void anItemThatIsSeenAgainAtThatMomentStays() {
        items("long ago ", 3, 120);
        rota.database.inTransaction(end -> {
            end.execute("update item set removed_at = null where key = 'long ago 2'");
            prune();
            return end;
        });
        assertThat(rota.text("select string_agg(key, ', ') from item")).isEqualTo("long ago 2");
    }

    @Test
    void seriesGoThatAreSilentAndHaveNoSamples() {
        rota.sql("""
            select ensure_partition('sample', clock_timestamp() - interval '95 days');
            insert into series (schedule_id, name, type, created_at, last_at)
            select 1, name || ' ' || i, 'gauge', clock_timestamp() - interval '200 days',
              clock_timestamp() - last * interval '1 day'
            from (values ('old', 120, 2500), ('never', null, 5), ('lately', 10, 6), ('with', 120, 1)) s (name, last, many),
              generate_series(1, many) i;
            insert into series (schedule_id, name, type) values (1, 'new 1', 'gauge');
            insert into sample (series_id, at, value)
            select id, clock_timestamp() - interval '1 minute', 1 from series where name = 'with 1'
            """);

        prune();

        assertThat(rota.text("select string_agg(distinct split_part(name, ' ', 1), ' ') || count(*) from series"))
                .isEqualTo("lately new with8");
    }
}
