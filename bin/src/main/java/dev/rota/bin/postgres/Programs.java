package dev.rota.bin.postgres;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs one of PostgreSQL's programs to its end.
final class Programs {
    private Programs() {}

    /// @param directory where it runs: one that its user may enter
    /// @throws IOException when it does not exit with 0, with what it said
    static void run(List<String> command, Path directory) throws IOException, InterruptedException {
        // To a file and not through a pipe: the server inherits whatever is open, and a pipe would never end.
        Path said = Files.createTempFile("rota-postgres", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(said.toFile())
                    .directory(directory.toFile());
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
            // PGPORT, PGDATA and the like would speak louder than we do; a locale may be missing on a bare machine.
            environment.clear();
            environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
            int code = builder.start().waitFor();
            if (code != 0) {
                String text = Files.readString(said, Charset.defaultCharset()).strip();
                throw new IOException(Path.of(command.stream()
                                        .filter(word -> word.contains("/bin/") && !word.contains("setpriv"))
                                        .reduce((a, b) -> b)
                                        .orElse(command.getFirst()))
                                .getFileName()
                        + " ended with " + code + (text.isEmpty() ? "." : ": " + text));
            }
        } finally {
            Files.deleteIfExists(said);
        }
    }
}
