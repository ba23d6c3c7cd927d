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
