package dev.rota.bin.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What `postmaster.pid` says of a running server, checked against the processes there are.
///
/// @param data the cluster's data directory
record Postmaster(Path data) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /// The port of the server that runs on this directory; empty when none does, or none that is ready.
    OptionalInt livePort() throws IOException {
        List<String> lines = lines();
        if (lines.size() <= STATUS_LINE
                || process().isEmpty()
                || !lines.get(STATUS_LINE).startsWith("ready")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()));
    }

    /// The server's process, if the one with the noted number is a PostgreSQL at all: after a restart of the
    /// machine the number may be anybody's.
    Optional<ProcessHandle> process() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                .filter(Postmaster::isPostgres);
    }

    /// Takes away what a server left that was killed together with the machine: PostgreSQL itself would refuse to
    /// start if the process number has been given to somebody else.
    void removeStaleLock() throws IOException {
        if (!lines().isEmpty() && process().isEmpty()) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private List<String> lines() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static boolean isPostgres(ProcessHandle process) {
        try {
            // As root this reads every process, as another user only one's own: a PostgreSQL of ours is always
            // readable.
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm"))
                    .strip()
                    .equals("postgres");
        } catch (IOException e) {
            return false;
        }
    }
}
