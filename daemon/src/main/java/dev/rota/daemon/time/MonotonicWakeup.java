package dev.rota.daemon.time;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Waits on a condition; the JDK counts its time on the monotonic clock.
final class MonotonicWakeup implements Wakeup {
    private static final Duration LONGEST = Duration.ofDays(1); // in nanoseconds a longer one might overflow

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean woken;

    @Override
    public void wake() {
        if (woken) {
            return; // whoever waits here has not seen the last one yet, and will see what led to this one, too
        }
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        long left = Durations.shorter(atMost, LONGEST).toNanos();
        lock.lockInterruptibly();
        try {
            while (!woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            boolean was = woken;
            woken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }
}
