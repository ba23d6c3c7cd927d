package dev.rota.bin;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which database a command goes to by itself: the configured one, else that of a `rota up`.
public final class DatabaseOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the directory of a `rota up`, if no database is configured")
    private @Nullable Path directory;

    /// @throws ConfigException when there is neither
    public DatabaseConfig database(Session session, DatabaseRole role) throws ConfigException {
        return session.database(directory(), role);
    }

    /// The directory that was named.
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }
}
