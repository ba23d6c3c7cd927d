package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Puts what [Backup] wrote into a database. The file is read once to see that it is whole, then once more, in one
/// transaction. What ran at the time of the backup is handed back, so that daemons can go on at once.
public final class Restore {
    private final DatabaseConfig config;

    /// @param config the role that owns the schema
    public Restore(DatabaseConfig config) {
        this.config = config;
    }

    /// When the backup was taken, and with which schema.
    ///
    /// @param handedBack runs that were live then
    public record Restored(Instant takenAt, int schema, int handedBack) {}

    /// @param replace whether what the database holds may be thrown away
    /// @param told    is called with each table and its number of rows
    /// @throws DatabaseTrouble with a sentence, before anything was changed: when the file is not whole or from a
    /// newer Rota, when the database holds something, or when a daemon is alive
    public Restored from(Path file, boolean replace, BiConsumer<String, Long> told) {
        Archive.Header header = whole(file);
        if (header.schema() > Migrations.NEWEST) {
            throw new DatabaseTrouble("The backup is of a newer Rota (schema " + header.schema() + ", this one knows "
                    + Migrations.NEWEST + "). Install that version. Nothing was changed.");
        }
        try (Connection connection = Backup.connect(config)) {
            prepare(connection, header, replace);
        } catch (SQLException e) {
            throw new DatabaseTrouble("The database could not be looked at: " + DatabaseFault.why(e), e);
        }
        int handedBack;
        try (Connection connection = Backup.connect(config)) {
            connection.setAutoCommit(false);
            load(connection, file, told);
            handedBack = header.schema() == Migrations.NEWEST ? afterwards(connection) : 0;
            connection.commit();
        } catch (SQLException e) {
            throw new DatabaseTrouble("The restore failed and was undone as a whole: " + DatabaseFault.why(e), e);
        }
        Migrations.migrate(config);
        if (header.schema() < Migrations.NEWEST) {
            handedBack = inOurTables();
        }
        return new Restored(header.takenAt(), header.schema(), handedBack);
    }

    private static Archive.Header whole(Path file) {
        AtomicReference<Archive.@Nullable Header> header = new AtomicReference<>();
        new ArchiveReader(file).read(new ArchiveReader.Taker() {
            @Override
            public void header(Archive.Header found) {
                header.set(found);
            }
        });
        Archive.Header found = header.get();
        if (found == null) {
            throw Archive.broken("it has no header");
        }
        return found;
    }

    /// Sees to tables as they were at the time of the backup.
    private void prepare(Connection connection, Archive.Header header, boolean replace) throws SQLException {
        int has = version(connection);
        if (has > 0) {
            refuse(connection, replace);
        }
        if (has == header.schema()) {
            return;
        }
        if (has > 0) {
            if (holdsSomething(connection)) {
                throw new DatabaseTrouble("The database is at schema " + has + ", the backup at " + header.schema()
                        + ", so that this would not be all or nothing" + (replace ? ", not even with --replace" : "")
                        + ". Restore it into a new database (`rota setup-db --database NAME` makes one and has Rota use"
                        + " it), whose tables it makes as they have to be. Nothing was changed.");
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("drop schema rota cascade"); // it is empty but for what migrations wrote
            }
        }
        Migrations.migrateTo(config, header.schema());
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet there =
                        statement.executeQuery("select to_regclass('rota.flyway_schema_history') is not null")) {
            there.next();
            if (!there.getBoolean(1)) {
                return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select coalesce(max(version::integer), 0)"
                        + " from rota.flyway_schema_history where success and version is not null")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void refuse(Connection connection, boolean replace) throws SQLException {
        if (truth(connection, """
            select exists (select from daemon where state not in ('stopped', 'dead') and lease_until > clock_timestamp())
            """)) {
            throw new DatabaseTrouble("A daemon is alive and would write meanwhile; stop all of them"
                    + " (systemctl stop rota.target). Nothing was changed.");
        }
        if (!replace && holdsSomething(connection)) {
            throw new DatabaseTrouble("The database holds schedules or accounts already;"
                    + " --replace throws all of it away. Nothing was changed.");
        }
    }

    private static boolean holdsSomething(Connection connection) throws SQLException {
        return truth(
                connection,
                "select exists (select from schedules) or exists (select from account) or exists (select from run)");
    }

    private static boolean truth(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /// What an earlier schema held is handed back when its tables are those that this build knows.
    private int inOurTables() {
        try (Connection connection = Backup.connect(config);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Backup.quiet(statement);
            int handedBack = afterwards(connection);
            connection.commit();
            return handedBack;
        } catch (SQLException e) {
            throw new DatabaseTrouble(
                    "Everything is restored, but what ran then could not be handed back: " + DatabaseFault.why(e), e);
        }
    }

    private static void load(Connection connection, Path file, BiConsumer<String, Long> told) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Backup.quiet(statement);
            List<String> known = Tables.inOrder(statement);
            Set<String> emptied = new HashSet<>(known);
            emptied.addAll(Backup.LEFT_OUT);
            emptied.removeAll(Set.of("flyway_schema_history", "schema_info"));
            emptied.removeIf(table -> !thereIs(connection, table));
            statement.execute("truncate " + Tables.list(List.copyOf(emptied)));
            new ArchiveReader(file).read(new Loading(connection, statement, Set.copyOf(known), told));
        }
    }

    private static boolean thereIs(Connection connection, String table) {
        try {
            return truth(connection, "select to_regclass(" + SetupSql.literal("rota." + table) + ") is not null");
        } catch (SQLException e) {
            throw new DatabaseTrouble(DatabaseFault.why(e), e);
        }
    }

    /// Nobody does any more what was under way then.
    private static int afterwards(Connection connection) {
        Handle handle =
                Jdbi.create(connection).installPlugin(new PostgresPlugin()).open();
        List<UUID> holders = handle.createQuery("""
            select distinct current_daemon from schedules where current_daemon is not null order by 1
            """).mapTo(UUID.class).list();
        int handedBack = 0;
        for (UUID holder : holders) {
            handedBack += HandBack.daemon(handle, holder, "The database was restored from a backup.", false);
        }
        handle.execute("""
            update run set status = 'abandoned', message = 'The database was restored from a backup.',
              finished_at = greatest(clock_timestamp(), started_at), progress = null where status = 'running'
            """);
        handle.execute("""
            update run_request set status = 'expired', finished_at = clock_timestamp(),
              refusal = 'The database was restored from a backup.' where status = 'claimed'
            """);
        handle.execute("""
            update daemon set state = 'dead', running = 0, stopped_at = coalesce(stopped_at, clock_timestamp())
            where state not in ('stopped', 'dead')
            """);
        return handedBack;
    }

    /// Writes what the file holds into the tables, a frame at a time.
    private static final class Loading implements ArchiveReader.Taker {
        private final Connection connection;
        private final Statement statement;
        private final Set<String> known;
        private final BiConsumer<String, Long> told;
        private String table = "";
        private @Nullable CopyIn copy;

        Loading(Connection connection, Statement statement, Set<String> known, BiConsumer<String, Long> told) {
            this.connection = connection;
            this.statement = statement;
            this.known = known;
            this.told = told;
        }

        @Override
        public void header(Archive.Header header) {
            attempt(() -> {
                for (var entry : header.weeks().entrySet()) {
                    for (String week : entry.getValue()) {
                        statement.execute("select ensure_partition(" + SetupSql.literal(entry.getKey()) + ", "
                                + SetupSql.literal(week) + ")");
                    }
                }
                for (var entry : header.sequences().entrySet()) {
                    if (entry.getValue() > 0) {
                        statement.execute("select setval(pg_get_serial_sequence("
                                + SetupSql.literal("rota." + SetupSql.identifier(entry.getKey())) + ", 'id'), "
                                + entry.getValue() + ")");
                    }
                }
            });
        }

        @Override
        public void table(Archive.Table of) {
            if (!known.contains(of.name())) {
                throw Archive.broken("it holds a table " + of.name() + " that this schema has not");
            }
            table = of.name();
            attempt(() -> copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + SetupSql.identifier(table) + " (" + Tables.list(of.columns()) + ") from stdin"));
        }

        @Override
        public void data(byte[] bytes, int length) {
            CopyIn to = copy;
            if (to == null) {
                throw Archive.broken("it holds rows of no table");
            }
            attempt(() -> to.writeToCopy(bytes, 0, length));
        }

        @Override
        public void endOfTable(long rows) {
            CopyIn to = copy;
            if (to == null) {
                throw Archive.broken("it holds rows of no table");
            }
            attempt(() -> {
                long written = to.endCopy();
                if (written != rows) {
                    throw Archive.broken("of " + rows + " rows of " + table + " it holds " + written);
                }
                told.accept(table, written);
            });
            copy = null;
        }

        private interface Step {
            void take() throws SQLException;
        }

        private void attempt(Step step) {
            try {
                step.take();
            } catch (SQLException e) {
                throw new DatabaseTrouble(
                        "The restore failed" + (table.isEmpty() ? "" : " at " + table) + " and was undone as a whole: "
                                + DatabaseFault.why(e),
                        e);
            }
        }
    }
}
