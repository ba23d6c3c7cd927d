package dev.rota.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The weekly partitions a write needs.
final class Partitions {
    private Partitions() {}

    /// Does `work` in a transaction; when a week it writes to has no partition, makes that week and does it once
    /// more.
    static <R> R inTransaction(Database database, Collection<Instant> instants, Function<Handle, R> work) {
        try {
            return database.inTransaction(work);
        } catch (RuntimeException e) {
            if (!"23514".equals(sqlState(e))) {
                throw e;
            }
            database.withHandle(handle -> {
                instants.forEach(instant -> ensure(handle, instant));
                return 0;
            });
            return database.inTransaction(work);
        }
    }

    static void ensure(Handle handle, Instant instant) {
        handle.createQuery(
                        "select ensure_partition(t, :at) from unnest(array['run', 'decision', 'sample', 'run_log']) t")
                .bind("at", Sql.time(instant))
                .mapTo(Boolean.class)
                .list();
    }

    /// Sees to the one week of one table, inside the caller's transaction.
    static void ensure(Handle handle, String table, Instant instant) {
        handle.createQuery("select ensure_partition(:table, :at)")
                .bind("table", table)
                .bind("at", Sql.time(instant))
                .mapTo(Boolean.class)
                .one();
    }

    /// The SQLSTATE at the root of a failure, or null when it did not come from the database.
    static @Nullable String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
