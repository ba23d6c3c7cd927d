package dev.rota.daemon.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;

/// A directory for a trial, which a server that runs as somebody else may read.
///
/// @param path it
record Scratch(Path path) implements AutoCloseable {
    static Scratch create() throws IOException {
        Path path = Files.createTempDirectory("rota-trial-");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Scratch(path);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
