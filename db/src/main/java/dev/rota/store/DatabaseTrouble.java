package dev.rota.store;

/// The database cannot be used as it is: a sentence for the operator.
public final class DatabaseTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseTrouble(String message, Throwable cause) {
        super(message, cause);
    }

    public DatabaseTrouble(String message) {
        super(message);
    }
}
