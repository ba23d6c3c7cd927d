package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Brings the schema to what this build needs, and tells what a database has.
///
/// Only `rota migrate` (and `rota up`, which owns its database) migrates; daemon and API run with a role that
/// cannot, and wait for a schema that is missing or too old.
public final class Migrations {
    /// The newest migration this build brings along, and the number by which a schema judges daemons
    /// (`min_daemon`). A test compares it with the files.
    public static final int NEWEST = 27;

    private Migrations() {}

    /// Creates the schema `rota` if need be, applies what is missing, and gives the roles of `rota setup-db`, where
    /// there are any, what they may do with it.
    ///
    /// @return how many migrations were applied
    /// @throws DatabaseTrouble when the database cannot be reached, an applied migration was changed, or one fails
    public static int migrate(DatabaseConfig config) {
        try {
            int applied = flyway(config).migrate().migrationsExecuted;
            Jdbi.create(config.url(), config.user(), config.password()).useTransaction(Grants::give);
            return applied;
        } catch (FlywayException e) {
            throw new DatabaseTrouble("The schema could not be migrated: " + firstLine(e), e);
        } catch (JdbiException e) {
            throw new DatabaseTrouble(
                    "The schema is up to date, but the roles could not be given their rights: " + firstLine(e), e);
        }
    }

    /// Makes the schema as it was at a migration, in a database that has none.
    static void migrateTo(DatabaseConfig config, int version) {
        try {
            Flyway.configure()
                    .configuration(flyway(config).getConfiguration())
                    .target(Integer.toString(version))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseTrouble("The schema could not be made: " + firstLine(e), e);
        }
    }

    /// Where the schema of a database stands.
    public sealed interface State {
        record Missing() implements State {}

        record TooOld(int has, int needs) implements State {}

        /// The schema is newer and says that this build cannot work with it.
        record TooNew(int has, int minDaemon) implements State {}

        record Fits(int has) implements State {}
    }

    /// Looks at the schema with one connection of its own.
    ///
    /// @throws DatabaseTrouble when the database cannot be reached
    public static State state(DatabaseConfig config) {
        Properties driver = Database.driverProperties(config, "rota-schema", TimeLimits.USUAL);
        driver.setProperty("user", config.user());
        driver.setProperty("password", config.password());
        try (Connection connection = DriverManager.getConnection(config.url(), driver);
                var look = connection.createStatement()) {
            try (var there = look.executeQuery(
                    "select to_regclass('rota.schema_info') is not null and to_regclass('rota.flyway_schema_history')"
                            + " is not null")) {
                there.next();
                if (!there.getBoolean(1)) {
                    return new State.Missing();
                }
            }
            try (var rows = look.executeQuery("""
                select (select coalesce(max(version::integer), 0) from rota.flyway_schema_history
                        where success and version is not null),
                       (select min_daemon from rota.schema_info)
                """)) {
                if (!rows.next()) {
                    return new State.Missing();
                }
                return judge(rows.getInt(1), rows.getInt(2));
            }
        } catch (SQLException e) {
            throw new DatabaseTrouble("The database does not answer: " + firstLine(e), e);
        }
    }

    static State judge(int has, int minDaemon) {
        if (has < NEWEST) {
            return new State.TooOld(has, NEWEST);
        }
        return minDaemon > NEWEST ? new State.TooNew(has, minDaemon) : new State.Fits(has);
    }

    private static Flyway flyway(DatabaseConfig config) {
        return Flyway.configure()
                .dataSource(config.url(), config.user(), config.password())
                .locations("classpath:db/migration")
                .schemas("rota")
                .createSchemas(true)
                .validateMigrationNaming(true)
                .callbacks(new InUtc())
                .connectRetries(5)
                .load();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(e.toString());
    }
}
