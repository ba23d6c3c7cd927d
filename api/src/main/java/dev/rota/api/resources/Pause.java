package dev.rota.api.resources;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How a request waits for something in the database: on the end of the API, which ends every wait at once.
public final class Pause {
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Ends all waits, now and later.
    public void end() {
        ended.countDown();
    }

    /// Waits for `span`.
    ///
    /// @return false when the API is stopping and the caller must not wait any longer
    public boolean goesOn(Duration span) {
        try {
            return !ended.await(span.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
