package dev.rota.bin.setup;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.postgres.PrivateFiles;
import dev.rota.config.Credentials;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Writes [Credentials]: directories and files that only their owner may see.
final class KeptCredentials {
    private final Credentials credentials;

    KeptCredentials(Credentials credentials) {
        this.credentials = credentials;
    }

    Path root() {
        return credentials.root();
    }

    /// Makes the directories, so that a user who may not is told before anything is done to a server.
    void prepare() {
        try {
            closed(credentials.root());
            for (DatabaseRole role : DatabaseRole.values()) {
                closed(credentials.directory(role));
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    Optional<String> password(DatabaseRole role) {
        try {
            return credentials.read(role, Key.DB_PASSWORD).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /// The password of every role: the one that is kept, else a new one, kept from now on.
    Map<DatabaseRole, String> passwords() {
        Map<DatabaseRole, String> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            passwords.put(role, password(role).orElseGet(() -> write(role, Key.DB_PASSWORD, random())));
        }
        return passwords;
    }

    /// Says how a role reaches the database, which turns it on for the units.
    void reach(DatabaseRole role, String url, String user) {
        String _ = write(role, Key.DB_USER, user);
        String _ = write(role, Key.DB_URL, url);
    }

    private String write(DatabaseRole role, Key key, String text) {
        try {
            PrivateFiles.write(credentials.file(role, key), text + "\n");
            return text;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static void closed(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    private static String random() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private CommandFailed refused(IOException e) {
        return new CommandFailed(
                ExitCode.NOT_ALLOWED,
                "The passwords cannot be kept in " + credentials.root()
                        + ", for this user may not write there; call it as root, or name another place with"
                        + " ROTA_CONFIG (they lie beside that file).",
                e);
    }
}
