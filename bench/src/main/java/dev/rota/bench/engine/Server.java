package dev.rota.bench.engine;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The PostgreSQL that `bench/engine` has started, and questions put to it.
///
/// @param url without a database, such as `jdbc:postgresql://127.0.0.1:5500/`
record Server(String url) {
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url + database + "?currentSchema=rota,public", "bench", "");
    }

    /// What we ask ourselves goes by the role `bench`, so that the statements of `rota` are the product's.
    void role() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "postgres", "rota", "")) {
            run(
                    connection,
                    "do $$ begin if not exists (select from pg_roles where rolname = 'bench') then"
                            + " create role bench login superuser; end if; end $$");
        }
    }

    /// Makes an empty database, in place of one that is there.
    void fresh(String database) throws SQLException {
        try (Connection connection = connect("postgres")) {
            run(connection, "drop database if exists " + database + " with (force)");
            run(connection, "create database " + database);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static boolean truth(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    static double[] numbers(Connection connection, String sql) throws SQLException {
        List<Double> found = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                found.add(rows.getDouble(i));
            }
        }
        return found.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
