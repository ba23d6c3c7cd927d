package dev.rota.daemon;

import dev.rota.systemd.Notify;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Asks the service manager for more time, every ten seconds of a start or stop that takes long for a good reason.
final class StartTimeout {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration BY = Duration.ofSeconds(30);

    private final Notify notify;
    private final LongSupplier nanoTime;
    private long next;

    StartTimeout(Notify notify, LongSupplier nanoTime) {
        this.notify = notify;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /// May be called as often as one likes.
    void extend() {
        long now = nanoTime.getAsLong();
        if (now - next >= 0) {
            next = now + EVERY.toNanos();
            notify.extend(BY);
            notify.watchdog();
        }
    }
}
