package dev.rota.daemon.poller;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.time.Durations;
import dev.rota.daemon.time.Wakeup;
import dev.rota.store.DatabaseTrouble;
import dev.rota.store.Wakeups;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for hints that there is something to do. Nothing depends on them: without, work waits for the next poll.
public final class Hints implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
    private static final Duration SHORTEST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    private final Wakeups wakeups;
    private final Wakeup pause;
    private volatile boolean stopped;
    private Duration backoff = SHORTEST_BACKOFF;

    /// @param pause where to wait before the connection is tried again
    public Hints(Wakeups wakeups, Wakeup pause) {
        this.wakeups = wakeups;
        this.pause = pause;
    }

    /// @param wake called for every hint
    /// @return null where nothing can be listened to: behind a pooler, when no way past it is known
    public static @Nullable Hints of(DatabaseConfig database, Duration poll, Runnable wake) {
        return database.toListen()
                .map(direct -> new Hints(new Wakeups(direct, poll, wake), Wakeup.create()))
                .orElse(null);
    }

    public void stop() {
        stopped = true;
        pause.wake();
        wakeups.close();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                try {
                    wakeups.listen(() -> backoff = SHORTEST_BACKOFF);
                } catch (DatabaseTrouble e) {
                    LOG.debug("No hints for now", e);
                }
                if (!stopped) {
                    boolean _ = pause.await(backoff);
                    backoff = Durations.shorter(backoff.multipliedBy(2), LONGEST_BACKOFF);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
