package dev.rota.daemon.poller;

import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.Durations;
import dev.rota.daemon.time.Wakeup;
import dev.rota.metrics.Histogram;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls until it is told to stop, and survives whatever a poll throws. Its turns feed the service manager's
/// watchdog: a loop that hangs is noticed.
public final class Loop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final String WHO = "poll";
    private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final Poll poll;
    private final StatusBoard status;
    private final Wakeup wakeup;
    private final LongSupplier nanoTime;
    private final Runnable onFirstPoll;
    private Duration backoff = SHORTEST_BACKOFF;
    private boolean polled;
    private volatile boolean stopped;
    private volatile long lagNanos;
    private final Histogram turns = new Histogram();

    /// [Poller#runOnce()].
    @FunctionalInterface
    public interface Poll {
        Duration runOnce();
    }

    /// @param onFirstPoll called after the first poll that went well
    public Loop(Poll poll, StatusBoard status, Wakeup wakeup, LongSupplier nanoTime, Runnable onFirstPoll) {
        this.poll = poll;
        this.status = status;
        this.wakeup = wakeup;
        this.nanoTime = nanoTime;
        this.onFirstPoll = onFirstPoll;
    }

    /// There may be something to do.
    public void wake() {
        wakeup.wake();
    }

    /// Ends the loop after the turn that is going on.
    public void stop() {
        stopped = true;
        wakeup.wake();
    }

    /// How much later than planned the last poll began.
    public Duration lag() {
        return Duration.ofNanos(lagNanos);
    }

    @Override
    public void run() {
        long next = nanoTime.getAsLong();
        try {
            while (!stopped) {
                status.notifier().watchdog();
                long left = next - nanoTime.getAsLong();
                // Without a wake, a turn before its time only feeds the watchdog.
                boolean woken = left > 0 && wakeup.await(turn(left));
                long now = nanoTime.getAsLong();
                if (!stopped && (woken || next - now <= 0)) {
                    lagNanos = Math.max(0, now - next);
                    next = now + once().toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How long the turns took that went well.
    public Histogram.Counts turns() {
        return turns.counts();
    }

    private Duration once() {
        try {
            long began = nanoTime.getAsLong();
            Duration wait = poll.runOnce();
            turns.add(Duration.ofNanos(nanoTime.getAsLong() - began));
            backoff = SHORTEST_BACKOFF;
            status.well(WHO);
            if (!polled) {
                polled = true;
                onFirstPoll.run();
            }
            return wait;
        } catch (Throwable e) { // Nothing may end the loop; an exhausted heap ends the JVM by its own option.
            if (!(e instanceof RuntimeException)) {
                LOG.error("A poll ended with an error of the program.", e);
            }
            status.trouble(WHO, e);
            Duration wait = backoff;
            backoff = Durations.shorter(backoff.multipliedBy(2), LONGEST_BACKOFF);
            return wait;
        }
    }

    /// The next due instant, the poll, or a quarter of the watchdog's patience, whichever is first.
    private Duration turn(long left) {
        Duration wait = Duration.ofNanos(left);
        @Nullable Duration limit = status.notifier().watchdogLimit();
        return limit == null ? wait : Durations.shorter(wait, limit.dividedBy(4));
    }
}
