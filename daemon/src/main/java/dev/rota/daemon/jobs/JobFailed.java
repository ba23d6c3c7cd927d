package dev.rota.daemon.jobs;

import dev.rota.run.FailureClass;
import org.jspecify.annotations.Nullable;

/// The job cannot succeed: the class for programs, a sentence for people.
public final class JobFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureClass failureClass;
    private final @Nullable String detail;

    public JobFailed(FailureClass failureClass, String message) {
        this(failureClass, message, null, null);
    }

    public JobFailed(FailureClass failureClass, String message, @Nullable String detail, @Nullable Throwable cause) {
        super(message, cause);
        this.failureClass = failureClass;
        this.detail = detail;
    }

    public FailureClass failureClass() {
        return failureClass;
    }

    public @Nullable String detail() {
        return detail;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
