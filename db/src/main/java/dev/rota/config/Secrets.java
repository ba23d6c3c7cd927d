package dev.rota.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The secrets that jobs may name. A job holds a name only; the value is looked up when the job runs, so that a
/// changed file is seen by the next run.
///
/// A secret `fw-token` is the file `fw-token` in one of the directories, or else `ROTA_SECRET_FW_TOKEN`.
public final class Secrets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int MOST_BYTES = 64 * 1024;

    private final List<Path> directories;
    private final Map<String, String> named;

    /// @param named the values given as `ROTA_SECRET_…`, by that whole name
    public Secrets(List<Path> directories, Map<String, String> named) {
        this.directories = List.copyOf(directories);
        this.named = Map.copyOf(named);
    }

    public static Secrets none() {
        return new Secrets(List.of(), Map.of());
    }

    /// The value, without a final line break; empty when no secret has that name.
    ///
    /// @throws IOException when it is there but cannot be read
    public Optional<String> find(String name) throws IOException {
        if (!NAME.matcher(name).matches() || name.startsWith("ROTA_")) {
            return Optional.empty();
        }
        for (Path directory : directories) {
            Path file = directory.resolve(name);
            if (Files.isRegularFile(file)) {
                if (Files.size(file) > MOST_BYTES) {
                    throw new IOException("The secret " + name + " is larger than 64 KiB.");
                }
                return Optional.of(Files.readString(file).replaceFirst("\\R\\z", ""));
            }
        }
        return Optional.ofNullable(named.get(variableFor(name)));
    }

    /// A sentence that says where to put a secret of that name.
    public String whereToPut(String name) {
        return directories.isEmpty()
                ? "Set " + variableFor(name) + ", or name a directory in ROTA_SECRETS_DIR and put the file " + name
                        + " into it."
                : "Put it into the file " + directories.getFirst().resolve(name) + ", or set " + variableFor(name)
                        + ".";
    }

    /// The variable that may hold a secret: `ROTA_SECRET_FW_TOKEN` for `fw-token`.
    public static String variableFor(String name) {
        return "ROTA_SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    @Override
    public String toString() {
        return "Secrets" + directories + "***";
    }
}
