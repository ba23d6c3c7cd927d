package dev.rota.daemon.jobs;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Something that runs in a virtual thread of its own, as a run does.
public final class RunForTests<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Thread thread;

    public RunForTests(Callable<T> work) {
        thread = Thread.ofVirtual().start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
    }

    public RunForTests<T> interrupt() {
        thread.interrupt();
        return this;
    }

    /// What was thrown.
    public Throwable failure(Duration within) {
        try {
            return new AssertionError("nothing was thrown, but given back: " + get(within));
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException | InterruptedException e) {
            return new AssertionError("it did not end within " + within, e);
        }
    }

    public T get(Duration within) throws ExecutionException, TimeoutException, InterruptedException {
        return result.get(within.toMillis(), TimeUnit.MILLISECONDS);
    }
}
