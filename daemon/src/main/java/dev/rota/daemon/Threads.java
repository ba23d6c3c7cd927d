package dev.rota.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's own threads, by name: platform threads, for they must go on whatever jobs do. A daemon that lost one
/// of them only seems to work: it has to end.
final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile Runnable onDeath = () -> {};

    /// @param action called when an error ended one of the threads
    void onDeath(Runnable action) {
        onDeath = action;
    }

    /// Starts a thread, unless one of that name was started before.
    synchronized void start(String name, Runnable task) {
        if (threads.stream().noneMatch(thread -> thread.getName().equals(name))) {
            threads.add(Thread.ofPlatform()
                    .name(name)
                    .daemon()
                    .uncaughtExceptionHandler(this::died)
                    .start(task));
        }
    }

    private void died(Thread thread, Throwable why) {
        try {
            LOG.error("{} ended with an error of the program.", thread.getName(), why);
        } finally {
            onDeath.run();
        }
    }

    /// Waits for the end of a thread that was told to end; goes on without it when it takes longer than that.
    void join(String name, Duration atMost) throws InterruptedException {
        for (Thread thread : threads) {
            if (thread.getName().equals(name) && !thread.join(atMost)) {
                LOG.warn("{} did not end in time.", name);
            }
        }
    }
}
