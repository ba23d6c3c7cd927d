package dev.rota.daemon.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/// A wall clock for one process, which steps when the test says so. By Debian's `libfaketime`; the monotonic clock
/// stays the real one, as it does on a machine whose clock is set.
final class Faketime {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;
    private final Path library;

    /// Skips the test, aloud, where the library is not installed.
    ///
    /// @param directory for the file that says how far the clock is off
    Faketime(Path directory) throws IOException {
        Optional<Path> found = find();
        assumeTrue(found.isPresent(), "libfaketime is not installed");
        library = found.orElseThrow();
        file = directory.resolve("clock");
        set("+0");
    }

    private static Optional<Path> find() throws IOException {
        try (var directories = Files.newDirectoryStream(Path.of("/usr/lib"))) {
            for (Path directory : directories) {
                if (Files.isReadable(directory.resolve(LIBRARY))) {
                    return Optional.of(directory.resolve(LIBRARY));
                }
            }
        }
        return Optional.empty();
    }

    /// For the environment of the process.
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /// Steps the clock.
    ///
    /// @param offset from the true time: `+1h`, `-1h`, `+0`
    void set(String offset) throws IOException {
        Path next = file.resolveSibling("clock.next");
        Files.writeString(next, offset + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
