package dev.rota.store;

import dev.rota.config.DatabaseConfig;

/// A database that belongs to one test class.
public record TestDatabase(DatabaseConfig config, Runnable drop) implements AutoCloseable {
    @Override
    public void close() {
        drop.run();
    }
}
