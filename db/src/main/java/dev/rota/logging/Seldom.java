package dev.rota.logging;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps a line that could be written with every request or every try to one in ten seconds. Any thread may ask.
public final class Seldom {
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private @Nullable Long saidAt;

    /// @param nanoTime the monotonic clock
    public Seldom(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Whether it may be said now; who is told so says it.
    public synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (saidAt != null && now - saidAt < BETWEEN.toNanos()) {
            return false;
        }
        saidAt = now;
        return true;
    }

    /// It is over: what comes next is something new, and is said at once.
    public synchronized void isOver() {
        saidAt = null;
    }
}
