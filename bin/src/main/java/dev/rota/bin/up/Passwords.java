package dev.rota.bin.up;

import dev.rota.bin.postgres.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// The passwords of the roles of our own database, random, made once and kept where only their owner reads them.
///
/// @param rota   of the role that owns the database
/// @param reader of the role that may read statistics
record Passwords(String rota, String reader) {

    static Passwords keptIn(Path directory) throws IOException {
        return new Passwords(kept(directory.resolve("database.password")), kept(directory.resolve("reader.password")));
    }

    private static String kept(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        PrivateFiles.write(file, password + "\n");
        return password;
    }

    @Override
    public String toString() {
        return "Passwords[***]";
    }
}
