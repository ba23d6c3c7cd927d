package dev.rota.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells a database that is away, and others that are in the way, from a statement that is wrong.
public final class DatabaseFault {
    /// The classes (the first two characters of an SQLSTATE) that speak of the data: two for one (21), wrong ones
    /// (22), a broken constraint (23), too large (54).
    private static final Set<String> OF_DATA = Set.of("21", "22", "23", "54");

    private DatabaseFault() {}

    /// Whether `thrown` was caused by a database that cannot be reached, or that is starting or shutting down.
    /// Trying again later may then help.
    public static boolean isUnreachable(Throwable thrown) {
        return any(
                thrown,
                cause -> cause instanceof SQLTransientConnectionException // the pool had no connection to give in time
                        // 08: connection; 57P: shutdown, crash, "cannot connect now"
                        || state(cause).startsWith("08")
                        || state(cause).startsWith("57P"));
    }

    /// Whether others wrote the same at that moment, so that it gave way or waited in vain. Nothing of its
    /// transaction was kept, and it goes well when it is sent again.
    public static boolean isContended(Throwable thrown) {
        return gaveWay(thrown) || any(thrown, cause -> state(cause).equals("55P03")); // lock_timeout
    }

    /// Whether the server ended a statement for the time it took (`statement_timeout`).
    public static boolean tookTooLong(Throwable thrown) {
        return any(thrown, cause -> state(cause).equals("57014"));
    }

    /// Whether the server ended the transaction so that another one could go on.
    static boolean gaveWay(Throwable thrown) {
        return any(thrown, cause -> state(cause).equals("40P01") || state(cause).equals("40001"));
    }

    /// Whether it cannot write anything now: a standby, a full disk, no memory or connection left.
    public static boolean takesNothing(Throwable thrown) {
        return isUnreachable(thrown)
                || any(
                        thrown,
                        cause -> state(cause).equals("25006") || state(cause).startsWith("53"));
    }

    /// Whether it is not about what was to be written, but about the database: it takes nothing, or ended the
    /// transaction for another's sake.
    static boolean concernsAll(Throwable thrown) {
        return takesNothing(thrown)
                || gaveWay(thrown)
                || any(
                        thrown,
                        cause -> cause instanceof SQLException && state(cause).isEmpty()); // the driver, the pool
    }

    /// Whether it speaks of the data.
    static boolean refusesData(Throwable thrown) {
        return any(thrown, cause -> OF_DATA.stream().anyMatch(state(cause)::startsWith));
    }

    /// What a failure says at its root, on one line: without the statement that jdbi tells of it.
    public static String why(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = root.getMessage() == null ? "" : root.getMessage();
        return said.strip().lines().findFirst().orElse(root.getClass().getSimpleName());
    }

    private static boolean any(Throwable thrown, Predicate<Throwable> fits) {
        Set<Throwable> seen = new HashSet<>();
        for (@Nullable Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (fits.test(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String state(Throwable cause) {
        String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? "" : state;
    }
}
