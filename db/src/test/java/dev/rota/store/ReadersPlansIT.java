package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.ScheduleReadStore.Filter;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Sort;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadersPlansIT {
    @Test
    void theServerKeepsNoPlanOfAReadersQuestionHoweverOftenItIsAsked() {
        try (TestDatabase server = PostgresForTests.freshDatabase();
                Database usual = Database.open(server.config(), "usual", 1);
                Database readers = Database.openForReaders(server.config(), "readers", 1)) {
            assertThat(preparedAfterTenTimes(usual)).isPositive();
            assertThat(preparedAfterTenTimes(readers)).isZero();
        }
    }

    @Test
    void aListIsPlannedOnceAndReadAgainWhenAMigrationHasChangedWhatItReads() {
        EngineFixture rota = new EngineFixture();
        try (rota;
                Database readers = Database.openForReaders(rota.server.config(), "readers", 1)) {
            rota.schedule("one", Duration.ofHours(1), Duration.ZERO);
            ScheduleReadStore schedules = new ScheduleReadStore(readers);
            for (int i = 0; i < 10; i++) {
                assertThat(list(schedules)).hasSize(1);
            }
            assertThat(plansForAllValues(readers)).isPositive();

            rota.sql("""
                do $$ begin
                  execute 'create or replace view schedules as select v.*, 1 as later from ('
                    || rtrim(pg_get_viewdef('schedules'), ';') || ') v';
                end $$""");

            assertThat(list(schedules)).hasSize(1);
        }
    }

    @Test
    void anEditOfManyHoldsOneTransactionIdHoweverManyItMakes() {
        EngineFixture rota = new EngineFixture();
        try (rota;
                Database api = Database.openForReaders(rota.server.config(), "rota-api", 1)) {
            long held = api.edit(handle -> {
                for (int i = 0; i < 10; i++) {
                    Sql.clock(handle);
                    handle.execute("insert into calendar (name, entries) values ('c" + i + "', '[]')");
                }
                return handle.createQuery("select count(*) from pg_locks"
                                + " where pid = pg_backend_pid() and locktype = 'transactionid'")
                        .mapTo(Long.class)
                        .one();
            });

            assertThat(held).isEqualTo(1);
        }
    }

    @Test
    void theServerPlansWhatADaemonAsksOnceForAllValues() {
        try (TestDatabase server = PostgresForTests.freshDatabase();
                Database usual = Database.open(server.config(), "usual", 1);
                Database engine = Database.openForEngine(server.config(), "engine", 1, TimeLimits.USUAL)) {
            assertThat(plannedForItsValues(usual)).isPositive();
            assertThat(plannedForItsValues(engine)).isZero();
        }
    }

    private static List<ScheduleRow> list(ScheduleReadStore schedules) {
        return schedules.list(new Filter(null, null, null, null), Sort.ID, null, 10);
    }

    private static long plansForAllValues(Database database) {
        return database.withHandle(handle -> handle.createQuery("select sum(generic_plans) from pg_prepared_statements")
                .mapTo(Long.class)
                .one());
    }

    private static long plannedForItsValues(Database database) {
        return database.withHandle(handle -> {
            for (int i = 0; i < 10; i++) {
                handle.createQuery("select count(*) from schedule_progress where schedule_id = :id")
                        .bind("id", i)
                        .mapTo(Long.class)
                        .one();
            }
            return handle.createQuery("select sum(custom_plans) from pg_prepared_statements")
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static long preparedAfterTenTimes(Database database) {
        long prepared = 0;
        for (int i = 0; i < 10; i++) {
            prepared = database.withHandle(handle -> handle.createQuery("select count(*) from pg_prepared_statements")
                    .mapTo(Long.class)
                    .one());
        }
        return prepared;
    }
}
