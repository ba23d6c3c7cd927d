package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;

/// A database that belongs to one test class.
public record TestDatabase(DatabaseConfig config, Runnable drop) implements AutoCloseable {
    /// As one of the roles that `rota setup-db` makes, with no more rights than a process has when it is installed.
    public DatabaseConfig as(DatabaseRole role) {
        return RolesForTests.in(config, role);
    }

    @Override
    public void close() {
        drop.run();
    }
}
