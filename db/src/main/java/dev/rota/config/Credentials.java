package dev.rota.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The credentials that `rota setup-db` leaves beside the file of the settings, for root only: a directory for each
/// role with a file for each key, named without its `ROTA_`. The units hand a role's directory to its process
/// (`LoadCredential=ROTA:/etc/rota/credentials/daemon`); commands of root look there themselves.
///
/// @param root `/etc/rota/credentials`, or beside the file that `ROTA_CONFIG` names
public record Credentials(Path root) {

    /// Where they lie for a process with that environment.
    public static Credentials of(Map<String, String> environment) {
        String named = environment.getOrDefault(Key.CONFIG.written(), "").strip();
        Path file = named.isEmpty() ? Origins.USUAL_FILE : Path.of(named).toAbsolutePath();
        return new Credentials(file.resolveSibling("credentials"));
    }

    public Path directory(DatabaseRole role) {
        return root.resolve(role.word());
    }

    /// The file of one key.
    public Path file(DatabaseRole role, Key key) {
        return directory(role).resolve(key.name());
    }

    /// What is kept, without a final line break; empty when it is not there, or not for this user to see.
    public Optional<String> read(DatabaseRole role, Key key) throws IOException {
        Path file = file(role, key);
        return Files.isReadable(file)
                ? Optional.of(Files.readString(file).replaceFirst("\\R\\z", ""))
                : Optional.empty();
    }
}
