package dev.rota.daemon.executor;

import dev.rota.store.NotRecorded;
import dev.rota.store.RunStore.Finish;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// What came of writing down ends, once that is over.
final class Written {
    private Written() {}

    /// What of it is in the database.
    static Finish of(CompletableFuture<Finish> written) {
        if (!written.isCompletedExceptionally()) {
            return written.join();
        }
        return written.exceptionNow() instanceof NotRecorded e ? e.done() : Finish.NOTHING;
    }

    /// What could not be written, each alone.
    static Stream<NotRecorded> troubled(CompletableFuture<Finish> written) {
        return written.isCompletedExceptionally() && written.exceptionNow() instanceof NotRecorded e
                ? Stream.of(e)
                : Stream.empty();
    }

    /// Throws the worst that kept some from being written; that some could not be while others went through is
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
            if (failure instanceof RuntimeException e && !(e instanceof NotRecorded some && !some.stalled())) {
                throw e;
            }
        }
    }
}
