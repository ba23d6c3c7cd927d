package dev.rota.bin;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The directory that `rota up` keeps everything in, and the names in it.
///
/// @param root absolute
public record DataDirectory(Path root) {

    /// The directory of the command line, else that of the settings, else the user's: `$XDG_DATA_HOME/rota`,
    /// which is `~/.local/share/rota`. For root it is `/var/lib/rota-up`, because root's home is closed to the
    /// user that PostgreSQL must then run as.
    public static DataDirectory choose(Optional<Path> asked, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        String configured = environment.getOrDefault("ROTA_DATA", "");
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path root;
        if (asked.isPresent()) {
            root = asked.get();
        } else if (!configured.isBlank()) {
            root = Path.of(configured);
        } else if (!xdg.isBlank()) {
            root = Path.of(xdg).resolve("rota");
        } else if (home.equals(Path.of("/root"))) {
            root = Path.of("/var/lib/rota-up");
        } else {
            root = home.resolve(".local/share/rota");
        }
        return new DataDirectory(root.toAbsolutePath().normalize());
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    /// How the database is reached, as settings; only for its owner.
    public Path connection() {
        return root.resolve("connection.conf");
    }

    /// How the API is reached while `rota up` runs, as settings; only for its owner.
    public Path client() {
        return root.resolve("client.conf");
    }

    /// Locked by the `rota up` that uses the directory; names its process.
    public Path lock() {
        return root.resolve("lock");
    }

    public Path log() {
        return root.resolve("rota.log");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path demo() {
        return root.resolve("demo");
    }
}
