package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

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
    void theServerPlansWhatADaemonAsksOnceForAllValues() {
        try (TestDatabase server = PostgresForTests.freshDatabase();
                Database usual = Database.open(server.config(), "usual", 1);
                Database engine = Database.openForEngine(server.config(), "engine", 1, TimeLimits.USUAL)) {
            assertThat(plannedForItsValues(usual)).isPositive();
            assertThat(plannedForItsValues(engine)).isZero();
        }
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
