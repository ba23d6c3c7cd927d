package dev.rota.daemon.jobs.http;

import dev.rota.run.Outcome;
import java.time.Instant;

/// The target answered 429 or 503 and said when to come back: not a failure.
public final class TargetBusy extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Instant until;

    TargetBusy(Instant until, String sentence) {
        super(sentence);
        this.until = until;
    }

    public Outcome.Deferred outcome() {
        return new Outcome.Deferred(until, String.valueOf(getMessage()));
    }
}
