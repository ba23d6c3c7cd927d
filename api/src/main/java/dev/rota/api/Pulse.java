package dev.rota.api;

import dev.rota.memory.HeapCare;
import dev.rota.systemd.Notify;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds the service manager's watchdog for as long as the server answers; whoever hangs is not to be told alive by
/// a timer.
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Notify notify;
    private final BooleanSupplier answers;
    private boolean well = true;

    /// @param answers whether the server answers; says so soon, in any case
    Pulse(Notify notify, BooleanSupplier answers) {
        this.notify = notify;
        this.answers = answers;
    }

    /// Goes on until it is stopped, and keeps the heap small meanwhile.
    void until(CountDownLatch stop) throws InterruptedException {
        Duration limit = notify.watchdogLimit();
        HeapCare heap = new HeapCare();
        long beats = limit == null ? Long.MAX_VALUE : limit.toNanos() / 4;
        long last = System.nanoTime();
        while (!stop.await(Math.min(beats, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
            boolean _ = heap.look();
            if (System.nanoTime() - last >= beats) {
                last = System.nanoTime();
                beat();
            }
        }
    }

    void beat() {
        boolean now = answers.getAsBoolean();
        if (now) {
            notify.watchdog();
        } else if (well) {
            LOG.error("the server does not answer a request of its own; systemd will end it if that goes on");
        }
        well = now;
    }
}
