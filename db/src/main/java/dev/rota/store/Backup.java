package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Writes everything that Rota keeps in its database to one stream, as it stood at one instant, while daemon and API
/// go on. Memory does not grow with it.
public final class Backup {
    /// What is made anew: by migrations, by triggers, or by logging in again.
    static final Set<String> LEFT_OUT = Set.of(
            "flyway_schema_history",
            "schema_info",
            "schedule_words",
            "schedule_term",
            "schedule_tally",
            "run_amiss",
            "run_log_mark",
            "session",
            "login_link");

    private final DatabaseConfig config;

    /// @param config a role that may read every table
    public Backup(DatabaseConfig config) {
        this.config = config;
    }

    /// @param to   stays open
    /// @param told is called with each table and its number of rows, once it is written
    /// @throws DatabaseTrouble when the database is not there, has no schema, or refuses
    public void write(OutputStream to, BiConsumer<String, Long> told) throws IOException {
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            ArchiveWriter out = new ArchiveWriter(to);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            quiet(statement);
            List<String> tables = Tables.inOrder(statement);
            // Or a week that is dropped meanwhile would be missing from the middle.
            statement.execute("lock table " + String.join(", ", tables) + " in access share mode");
            out.header(header(statement, tables));
            for (String table : tables) {
                told.accept(table, copy(connection, statement, table, out));
            }
            out.finish();
            connection.rollback();
        } catch (SQLException e) {
            throw new DatabaseTrouble("The backup failed: " + DatabaseFault.why(e), e);
        }
    }

    static Connection connect(DatabaseConfig config) throws SQLException {
        Properties driver = Database.driverProperties(config, "rota-backup", TimeLimits.USUAL);
        driver.remove("options");
        driver.setProperty("socketTimeout", "0");
        driver.setProperty("user", config.user());
        driver.setProperty("password", config.password());
        return DriverManager.getConnection(config.url(), driver);
    }

    /// This may take long, and it must read and write values in one form wherever it is.
    static void quiet(Statement statement) throws SQLException {
        statement.execute("set local statement_timeout = 0");
        statement.execute("set local idle_in_transaction_session_timeout = 0");
        statement.execute("set local lock_timeout = '10s'");
        statement.execute("set local datestyle = 'ISO'");
        statement.execute("set local intervalstyle = 'postgres'");
        statement.execute("set local timezone = 'UTC'");
        statement.execute("set local extra_float_digits = 1");
    }

    private static long copy(Connection connection, Statement statement, String table, ArchiveWriter out)
            throws SQLException, IOException {
        List<String> columns = Tables.columns(statement, table);
        out.table(new Archive.Table(table, columns));
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut(
                        "copy (select " + Tables.list(columns) + " from " + SetupSql.identifier(table) + ") to stdout");
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            out.data(row);
        }
        long rows = copy.getHandledRowCount();
        out.endOfTable(rows);
        return rows;
    }

    private static Archive.Header header(Statement statement, List<String> tables) throws SQLException {
        int schema;
        Instant at;
        try (ResultSet rows = statement.executeQuery("""
            select coalesce(max(version::integer), 0) as schema, clock_timestamp() as at
            from flyway_schema_history where success and version is not null
            """)) {
            rows.next();
            schema = rows.getInt("schema");
            at = Columns.instant(rows, "at");
        }
        Map<String, List<String>> weeks = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery("""
            select p.relname as parent,
              to_char(to_date(substring(c.relname from '\\d{4}w\\d{2}$'), 'IYYY"w"IW'), 'YYYY-MM-DD"T00:00:00Z"') as week
            from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
            where p.relnamespace = 'rota'::regnamespace and p.relkind = 'p' and c.relkind = 'r' order by 1, 2
            """)) {
            while (rows.next()) {
                weeks.computeIfAbsent(rows.getString("parent"), _ -> new ArrayList<>())
                        .add(rows.getString("week"));
            }
        }
        Map<String, Long> sequences = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery(Tables.SEQUENCES)) {
            while (rows.next()) {
                if (tables.contains(rows.getString("name"))) {
                    sequences.put(rows.getString("name"), rows.getLong("last"));
                }
            }
        }
        return new Archive.Header(schema, at, weeks, sequences);
    }
}
