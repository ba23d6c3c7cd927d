package dev.rota.daemon.jobs.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The cookies that the programs of runs carry in the environment they were started with: who has which.
///
/// @param proc `/proc`
record Cookies(Path proc) {
    static final String NAME = "ROTA_RUN";
    private static final String START = NAME + "=";

    /// The processes that carry any cookie, by the run it names. Another user's processes cannot be looked into,
    /// and were not started by us.
    Map<String, Set<ProcessHandle>> all() {
        Map<String, Set<ProcessHandle>> found = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                of(process)
                        .forEach(run -> ProcessHandle.of(
                                        Long.parseLong(process.getFileName().toString()))
                                .ifPresent(found.computeIfAbsent(run, _ -> new HashSet<>())::add));
            }
        } catch (IOException e) {
            // No /proc on this system: descent has to do.
        }
        return found;
    }

    /// The cookies of one process, which is none for most.
    ///
    /// @param process its directory in `/proc`
    static Set<String> of(Path process) {
        try {
            // Latin 1 takes every byte for a character; what a cookie may hold is ASCII.
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            if (!environment.contains(START)) {
                return Set.of();
            }
            return Stream.of(environment.split("\0", -1))
                    .filter(variable -> variable.startsWith(START))
                    .map(variable -> variable.substring(START.length()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(); // gone meanwhile, or another user's
        }
    }
}
