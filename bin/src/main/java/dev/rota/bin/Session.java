package dev.rota.bin;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a command has around it: the environment, the three streams and the time.
///
/// @param terminal whether a person reads, so that colours make sense
public record Session(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        InstantSource clock) {

    public Settings settings() {
        return Settings.load(environment, null);
    }

    /// The settings of a command that goes to the database in one of the roles of [DatabaseRole].
    public Settings settings(DatabaseRole role) {
        return Settings.ofRole(environment, role);
    }

    /// The settings, with those of a `rota up` for what they leave open.
    ///
    /// @param keys what is wanted; a file of `rota up` is used only if none of them is set
    public Settings settings(DataDirectory data, Path fallback, Key... keys) {
        Settings own = settings();
        for (Key key : keys) {
            if (own.optional(key).isPresent()) {
                return own;
            }
        }
        if (!Files.isReadable(fallback)) {
            return own;
        }
        Map<String, String> clean = new HashMap<>(environment);
        clean.remove(Key.CONFIG.written());
        return Settings.load(clean, fallback);
    }

    /// The database: the one that is configured, else that of a `rota up` of this user.
    ///
    /// @param role as which the command would go there, where `rota setup-db` made several
    /// @throws ConfigException when neither is there
    public DatabaseConfig database(Optional<Path> directory, DatabaseRole role) throws ConfigException {
        Settings own = settings(role);
        if (own.optional(Key.DB_URL).isPresent()) {
            return own.read(DatabaseConfig::from);
        }
        DataDirectory data = DataDirectory.choose(directory, environment);
        Settings found = Files.isReadable(data.connection()) ? settings(data, data.connection(), Key.DB_URL) : own;
        return found.read(DatabaseConfig::from);
    }

    /// Whether titles and the like may be set off.
    public boolean colours() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /// How many columns a line may have: those of the terminal, or any number where programs read.
    public int width() {
        return terminal ? Terminal.columns(environment) : Integer.MAX_VALUE;
    }

    public Path home() {
        return Path.of(environment.getOrDefault("HOME", "/"));
    }
}
