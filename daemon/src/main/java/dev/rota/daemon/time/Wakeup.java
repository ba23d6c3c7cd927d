package dev.rota.daemon.time;

import java.time.Duration;

/// Where one thread waits for others. A wake that comes while nobody waits is kept, so none is lost; several are
/// one.
public interface Wakeup {
    /// Ends the wait that is going on, or else the next one. Never blocks for long. What led to it must be visible
    /// to other threads by then (volatile, or written under a lock): a wake may be one with an earlier one.
    void wake();

    /// Waits until somebody wakes us, at most for a while on the monotonic clock.
    ///
    /// @return whether somebody did
    /// @throws InterruptedException when the thread is interrupted while it waits
    boolean await(Duration atMost) throws InterruptedException;

    /// One that really waits.
    static Wakeup create() {
        return new MonotonicWakeup();
    }
}
