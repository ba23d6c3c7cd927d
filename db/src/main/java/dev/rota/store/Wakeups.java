package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Listens for the hint that something was written. Nothing depends on it: a lost hint costs at most one poll.
public final class Wakeups implements AutoCloseable {
    /// How long to wait at a time, so that an end is noticed soon whatever becomes of the socket.
    private static final int SLICE_MS = 5_000;

    private final DatabaseConfig config;
    private final Duration poll;
    private final Runnable wake;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    /// @param poll how often a quiet connection is tested: a dead one costs at most that long
    /// @param wake called for every hint and when it begins to listen, from the thread that calls
    ///     [#listen(Runnable)]
    public Wakeups(DatabaseConfig config, Duration poll, Runnable wake) {
        this.config = config;
        this.poll = poll;
        this.wake = wake;
    }

    /// Listens until the connection is lost or this is closed; the caller decides when to try again.
    ///
    /// @param began called when it listens, from this thread
    /// @throws DatabaseTrouble when the connection is lost or cannot be made
    public void listen(Runnable began) {
        Properties driver = Database.driverProperties(config, "rota-wake", TimeLimits.USUAL);
        driver.setProperty("user", config.user());
        driver.setProperty("password", config.password());
        try (Connection open = DriverManager.getConnection(config.url(), driver);
                var statement = open.createStatement()) {
            connection = open;
            statement.execute("listen rota");
            began.run();
            wake.run(); // for what was said while nobody listened
            PGConnection notifications = open.unwrap(PGConnection.class);
            int slice = (int) Math.min(SLICE_MS, poll.toMillis());
            long quiet = 0;
            while (!closed) {
                var hints = notifications.getNotifications(slice);
                quiet += slice;
                if (hints != null && hints.length > 0) {
                    wake.run();
                    quiet = 0;
                } else if (quiet >= poll.toMillis()) {
                    statement.execute("select 1");
                    quiet = 0;
                }
            }
        } catch (SQLException e) {
            if (!closed) {
                throw new DatabaseTrouble("The connection that waits for hints was lost.", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It is closed for good, one way or another.
                return;
            }
        }
    }
}
