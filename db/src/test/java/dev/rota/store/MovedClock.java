package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/// A database whose `clock_timestamp()` stands still until a test moves it: a function of that name comes before
/// PostgreSQL's own in the search path, so that every statement of the stores reads the test's time.
public final class MovedClock {
    private MovedClock() {}

    public static TestDatabase in(TestDatabase database, Instant at) {
        DatabaseConfig config = database.config();
        String install = """
            create schema moved;
            create table moved.clock (at timestamptz);
            insert into moved.clock values ('%s');
            create function moved.clock_timestamp() returns timestamptz language sql volatile
              as 'select at from moved.clock';
            alter table rota.run_request alter column requested_at set default moved.clock_timestamp();
            alter table rota.run_request alter column expires_at
              set default moved.clock_timestamp() + interval '1 hour';
            """.formatted(at);
        try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = connection.createStatement()) {
            statement.execute(install);
        } catch (SQLException e) {
            throw new IllegalStateException(install, e);
        }
        String url = config.url() + "?currentSchema=moved,rota,pg_catalog";
        return new TestDatabase(new DatabaseConfig(url, config.user(), config.password(), false), database.drop());
    }
}
