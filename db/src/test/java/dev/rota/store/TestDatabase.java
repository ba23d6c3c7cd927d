package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A database that belongs to one test class.
public record TestDatabase(DatabaseConfig config, Runnable drop) implements AutoCloseable {
    /// As one of the roles that `rota setup-db` makes, with no more rights than a process has when it is installed.
    public DatabaseConfig as(DatabaseRole role) {
        return RolesForTests.in(config, role);
    }

    /// Does by hand what a daemon, or nobody, would do; as the owner of everything.
    public void sql(String statement) {
        try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
                Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    @Override
    public void close() {
        drop.run();
    }
}
