package dev.rota.daemon.faults;

import java.io.IOException;
import java.nio.file.Path;

/// A directory for a trial, which a server that runs as somebody else may read.
///
/// @param path it
record Scratch(Path path) implements AutoCloseable {
    static Scratch create() throws IOException {
        return new Scratch(Ground.open("rota-trial-"));
    }

    @Override
    public void close() throws IOException {
        Ground.close(path);
    }
}
