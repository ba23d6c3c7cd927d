package dev.rota.daemon;

/// The daemon must not start as it is set up, and starting it again will not help: exit code 78. The message is a
/// sentence for the operator.
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int EXIT_CODE = 78;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
