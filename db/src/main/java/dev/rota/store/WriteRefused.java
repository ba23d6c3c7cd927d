package dev.rota.store;

import dev.rota.job.Problem;

/// What a user writes fitted when it was checked, and does not when it is to be kept: what it names is gone, or its
/// time has passed. Nothing was written.
public final class WriteRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    WriteRefused(String pointer, String code, String message) {
        super(message, null, false, false);
        this.problem = new Problem(pointer, code, message);
    }

    public Problem problem() {
        return problem;
    }
}
