package dev.rota.daemon.executor;

import dev.rota.store.RunStore;
import dev.rota.store.RunStore.Finish;
import dev.rota.store.RunStore.Finished;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// What came of writing down ends, once that is over.
final class Written {
    static final Finish NOTHING = new Finish(Set.of(), Set.of(), List.of(), List.of(), Map.of());

    private Written() {}

    /// What of it is in the database.
    static Finish of(CompletableFuture<Finish> written) {
        if (!written.isCompletedExceptionally()) {
            return written.join();
        }
        return written.exceptionNow() instanceof RunStore.TookTooLong e ? e.done() : NOTHING;
    }

    static Stream<Finished> tookTooLong(CompletableFuture<Finish> written) {
        return written.isCompletedExceptionally() && written.exceptionNow() instanceof RunStore.TookTooLong e
                ? e.slow().stream()
                : Stream.empty();
    }

    /// Throws the worst that kept some from being written; that some took too long while others went through is
    /// none.
    static void raise(CompletableFuture<Finish> one, CompletableFuture<Finish> other) {
        List<Throwable> failures = Stream.of(one, other)
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(CompletableFuture::exceptionNow)
                .toList();
        for (Throwable failure : failures) {
            if (failure instanceof Error error) {
                throw error;
            }
        }
        for (Throwable failure : failures) {
            if (failure instanceof RuntimeException e && !(e instanceof RunStore.TookTooLong slow && !slow.stalled())) {
                throw e;
            }
        }
    }
}
