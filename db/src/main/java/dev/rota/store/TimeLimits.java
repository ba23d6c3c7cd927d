package dev.rota.store;

import java.time.Duration;

/// How long the parts of a connection may take. They are nested, `statement < socket < lease / 3`, so that the
/// server gives up first, then the driver, and both before a lease can end unnoticed.
///
/// @param statement         for one statement, on the server
/// @param socket            for an answer, in the driver; whole seconds
/// @param lock              for one lock
/// @param idleInTransaction after which the server ends a session whose client fell silent in a transaction: until
///                          then its locks hide rows from every other daemon
public record TimeLimits(Duration statement, Duration socket, Duration lock, Duration idleInTransaction) {
    /// For whoever holds no lease.
    public static final TimeLimits USUAL = forLease(Duration.ofMinutes(1));

    private static final long LONGEST_SOCKET = 10;
    private static final long LONGEST_LOCK_MS = 2_000;

    public TimeLimits {
        if (statement.compareTo(socket) >= 0 || lock.compareTo(statement) >= 0) {
            throw new IllegalArgumentException("The limits are not nested: " + lock + ", " + statement + ", " + socket);
        }
    }

    /// The limits of a daemon with this lease, which is longer than three seconds.
    public static TimeLimits forLease(Duration lease) {
        long wholeSecondsBelowAThird = (lease.toMillis() - 1) / 3_000;
        long socket = Math.min(LONGEST_SOCKET, wholeSecondsBelowAThird);
        long statementMs = socket * 800;
        return new TimeLimits(
                Duration.ofMillis(statementMs),
                Duration.ofSeconds(socket),
                Duration.ofMillis(Math.min(LONGEST_LOCK_MS, statementMs / 2)),
                lease.dividedBy(4));
    }
}
