package dev.rota.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells a database that is away from a statement that is wrong.
public final class DatabaseFault {
    private DatabaseFault() {}

    /// Whether `thrown` was caused by a database that cannot be reached, or that is starting or shutting down.
    /// Trying again later may then help.
    public static boolean isUnreachable(Throwable thrown) {
        Set<Throwable> seen = new HashSet<>();
        for (@Nullable Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true; // the pool had no connection to give in time
            }
            String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
            // 08: connection; 57P: shutdown, crash, "cannot connect now"
            if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
                return true;
            }
        }
        return false;
    }
}
