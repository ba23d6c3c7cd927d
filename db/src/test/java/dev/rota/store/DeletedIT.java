package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseRole;
import dev.rota.config.Retention;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletedIT {
    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void aRunEndsAlthoughSomebodyHoldsThePlanOfItsDeletedSchedule() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        rota.sql("update schedule_plan set deleted_at = clock_timestamp()");

        rota.database.inTransaction(editor -> {
            editor.execute("select from schedule_plan for update");
            rota.finish(claim, Outcome.Succeeded.of("done"));
            return editor;
        });

        assertThat(rota.number("select count(*) from run where status = 'succeeded'"))
                .isEqualTo(1);
        new ChoreStore(rota.database).prune(Retention.STANDARD);
        assertThat(rota.number("select count(*) from schedule_plan"))
                .as("gone by the chores at the latest")
                .isZero();
    }

    @Test
    void whoEndsTheRunLeavesTheScheduleToTheChoresWhichTheNextLookTells() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        Claim claim = rota.claim().getFirst();
        rota.sql("update schedule_plan set deleted_at = clock_timestamp()");
        assertThat(rota.look().signs().deleted()).as("it runs").isFalse();

        rota.finish(claim, Outcome.Succeeded.of("done"));

        assertThat(rota.number("select count(*) from schedule_plan")).isEqualTo(1);
        assertThat(rota.look().signs().deleted()).isTrue();
        new ChoreStore(rota.database).sweepDeleted();
        assertThat(rota.number("select count(*) from schedule_plan")).isZero();
        assertThat(rota.look().signs().deleted()).isFalse();
    }

    @Test
    void oneWithMuchToLeaveBehindIsHiddenAtOnceAndGoesInPortions() {
        long id = rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        rota.sql("""
            insert into item (schedule_id, key, fields, hash, first_seen_at, last_seen_at, changed_at)
            select 1, 'k' || i, '{}', '', clock_timestamp(), clock_timestamp(), clock_timestamp()
            from generate_series(1, 6000) i;
            insert into item_change (schedule_id, item_id, run_id, at, change)
            select 1, id, gen_random_uuid(), clock_timestamp(), 'changed' from item, generate_series(1, 5);
            insert into series (schedule_id, name, type) values (1, 's', 'gauge');
            insert into run_request (kind, schedule_id) values ('run', 1)
            """);

        assertThat(new ScheduleStore(rota.database).delete(id, null)).isEqualTo(new ScheduleStore.Written.Done(id));
        assertThat(new ScheduleStore(rota.database).delete(id, null)).isEqualTo(new ScheduleStore.Written.Nothing());
        assertThat(rota.number("select count(*) from item"))
                .as("nobody waits for it")
                .isEqualTo(6_000);

        try (Database daemon =
                Database.openForEngine(rota.server.as(DatabaseRole.DAEMON), "rota-daemon", 1, TimeLimits.USUAL)) {
            new ChoreStore(daemon).sweepDeleted();
        }
        for (String table : List.of("schedule_plan", "item", "item_change", "series", "run_request")) {
            assertThat(rota.number("select count(*) from " + table)).as(table).isZero();
        }
    }

    @Test
    void manyGoAlthoughSomebodyHoldsOneOfThemWhichGoesAnotherTime() {
        rota.sql("""
            insert into schedules (owner_id, name, kind, job, recurrence, zone)
            select 1, 'x ' || i, 'command', '{"argv": ["/bin/true"]}', '{}', 'Europe/Rome'
            from generate_series(1, 2500) i;
            update schedule_plan set deleted_at = clock_timestamp() where name <> 'x 7'
            """);
        try (Database daemon =
                Database.openForEngine(rota.server.as(DatabaseRole.DAEMON), "rota-daemon", 1, TimeLimits.USUAL)) {
            rota.database.inTransaction(another -> {
                another.execute("select from schedule_plan where name = 'x 70' for update");
                Deleted.sweep(daemon);
                return another;
            });
            assertThat(rota.text("select string_agg(name, ', ' order by id) from schedule_plan"))
                    .isEqualTo("x 7, x 70");

            Deleted.sweep(daemon);
            assertThat(rota.text("select string_agg(name, ', ') from schedule_plan"))
                    .isEqualTo("x 7");
        }
    }

    @Test
    void aRequestOfADeletedScheduleIsNotClaimedEvenWhereItWasNotRefusedBefore() {
        rota.schedule("hourly", Duration.ofHours(1), Duration.ofSeconds(5));
        rota.sql("insert into run_request (kind, schedule_id, force, account_id) select 'run', id, true, 1 from"
                + " schedules");
        assertThat(requests()).as("while it is there").hasSize(1);

        rota.sql("update schedule_plan set deleted_at = clock_timestamp()");

        assertThat(requests()).isEmpty();
    }

    private List<RequestClaims.Asked> requests() {
        return rota.database.inTransaction(handle -> RequestClaims.runs(handle, new EnumMap<>(EngineFixture.SLOTS)));
    }
}
