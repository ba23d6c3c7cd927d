package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsIT {

    @Test
    void anEmptyDatabaseIsBroughtToTheNewestSchemaOnce() throws IOException {
        try (TestDatabase database = PostgresForTests.emptyDatabase()) {
            assertThat(Migrations.state(database.config())).isInstanceOf(Migrations.State.Missing.class);

            assertThat(Migrations.migrate(database.config()))
                    .isEqualTo(numbers().size());
            assertThat(Migrations.state(database.config())).isEqualTo(new Migrations.State.Fits(Migrations.NEWEST));

            assertThat(Migrations.migrate(database.config())).isZero();
        }
    }

    @Test
    void aMigrationThatWasChangedAfterwardsIsRefused() throws SQLException {
        try (TestDatabase database = PostgresForTests.freshDatabase()) {
            execute(database, "update rota.flyway_schema_history set checksum = checksum + 1 where version = '0001'");

            assertThatExceptionOfType(DatabaseTrouble.class)
                    .isThrownBy(() -> Migrations.migrate(database.config()))
                    .withMessageContaining("could not be migrated")
                    .havingCause()
                    .withMessageContaining("checksum mismatch");
        }
    }

    @Test
    void aSchemaThatIsOlderOrWantsNewerDaemonsIsToldApart() throws SQLException {
        try (TestDatabase database = PostgresForTests.freshDatabase()) {
            execute(database, "update rota.schema_info set min_daemon = 1000");
            assertThat(Migrations.state(database.config()))
                    .isEqualTo(new Migrations.State.TooNew(Migrations.NEWEST, 1000));

            execute(
                    database,
                    "delete from rota.flyway_schema_history where version::integer = "
                            + "(select max(version::integer) from rota.flyway_schema_history where version is not null)");
            assertThat(Migrations.state(database.config()))
                    .isInstanceOfSatisfying(Migrations.State.TooOld.class, old -> {
                        assertThat(old.has()).isLessThan(Migrations.NEWEST);
                        assertThat(old.needs()).isEqualTo(Migrations.NEWEST);
                    });
        }
    }

    @Test
    void everyFileHasANumberOfItsOwnAndTheLastIsTheNewest() throws IOException {
        assertThat(numbers()).doesNotHaveDuplicates();
        assertThat(numbers().getLast()).isEqualTo(Migrations.NEWEST);
    }

    private static List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("migration"))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.replaceFirst("^V(\\d{4})__[a-z0-9_]+\\.sql$", "$1"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                database.config().url(),
                database.config().user(),
                database.config().password())) {
            assertThat(connection.createStatement().executeUpdate(sql)).isPositive();
        }
    }
}
