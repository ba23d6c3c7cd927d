package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/// What an administrator of a PostgreSQL does once so that Rota has a database of its own. Every step may be
/// repeated.
public final class DatabaseSetup {
    private final DatabaseConfig admin;

    /// Connects as `admin`, a role that may create others, for each step anew.
    public DatabaseSetup(DatabaseConfig admin) {
        this.admin = admin;
    }

    /// Sees to a role that may log in, with this password and no other right.
    ///
    /// @throws SQLException when the administrator may not do that
    public void role(String role, String password) throws SQLException {
        try (Connection connection = connect()) {
            boolean there = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role);
            execute(
                    connection,
                    (there ? "ALTER ROLE " : "CREATE ROLE ") + identifier(role) + " LOGIN PASSWORD "
                            + literal(password));
        }
    }

    /// Sees to a database that belongs to a role; nobody else may enter it without being granted that.
    ///
    /// @throws SQLException when the administrator may not do that
    public void database(String database, String owner) throws SQLException {
        try (Connection connection = connect()) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                execute(connection, "CREATE DATABASE " + identifier(database) + " OWNER " + identifier(owner));
            }
            execute(connection, "REVOKE ALL ON DATABASE " + identifier(database) + " FROM PUBLIC");
        }
    }

    /// Lets a role look at a database's statistics, and at nothing else.
    ///
    /// @throws SQLException when the administrator may not do that
    public void statisticsReader(String role, String password, String database) throws SQLException {
        role(role, password);
        try (Connection connection = connect()) {
            execute(connection, "GRANT CONNECT ON DATABASE " + identifier(database) + " TO " + identifier(role));
            execute(connection, "GRANT pg_read_all_stats TO " + identifier(role));
            execute(connection, "ALTER ROLE " + identifier(role) + " SET default_transaction_read_only = on");
            execute(connection, "ALTER ROLE " + identifier(role) + " CONNECTION LIMIT 4");
        }
    }

    private Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(admin.url());
        source.setUser(admin.user());
        source.setPassword(admin.password());
        source.setApplicationName("rota setup");
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        return source.getConnection();
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// Statements of this kind take no parameters; names and texts are quoted here.
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
