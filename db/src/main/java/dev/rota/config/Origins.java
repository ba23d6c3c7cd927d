package dev.rota.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Gathers the raw values with the place of each, and refuses what cannot be ours.
final class Origins {
    static final String ENVIRONMENT = "environment";

    static final Path USUAL_FILE = Path.of("/etc/rota/rota.conf");

    private static final int LARGEST_FILE = 4_000_000;

    private static final List<Key> DATABASE = List.of(Key.DB_URL, Key.DB_USER, Key.DB_PASSWORD);

    private final List<ConfigProblem> problems;
    private final Predicate<Path> open;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private @Nullable Path closed;

    /// @param place as in [ConfigProblem]
    record Value(String text, String place) {}

    /// @param open whether this user may look into that file or directory
    Origins(List<ConfigProblem> problems, Predicate<Path> open) {
        this.problems = problems;
        this.open = open;
    }

    static boolean isOpen(Path path) {
        return Files.isDirectory(path) ? Files.isExecutable(path) : Files.isReadable(path);
    }

    /// What this user may not look into although settings may lie there: what lies in a directory that cannot be
    /// entered is not known, not even whether it is there.
    Optional<Path> closed() {
        return Optional.ofNullable(closed);
    }

    /// Later sources win: the file, then the environment, then the credentials.
    Map<String, Value> gather(Map<String, String> environment, @Nullable Path file) {
        String named = environment.get(Key.CONFIG.written());
        if (file != null) {
            readFile(file, file.toString());
        } else if (named != null && !named.isBlank()) {
            boolean _ = mayLookAt(Path.of(named.strip()));
            readFile(Path.of(named.strip()), ENVIRONMENT + ": " + Key.CONFIG.written());
        } else if (mayLookAt(USUAL_FILE) && Files.exists(USUAL_FILE)) {
            readFile(USUAL_FILE, USUAL_FILE.toString());
        }
        Set<String> told = new HashSet<>(values.keySet());
        environment.forEach((name, text) -> {
            if (name.startsWith("ROTA_")) {
                // systemd may have put the same file into the environment: one mistake is told once.
                if (!told.contains(name)) {
                    refuseUnknown(name, ENVIRONMENT);
                }
                values.put(name, new Value(text, ENVIRONMENT));
            }
        });
        String credentials = environment.get("CREDENTIALS_DIRECTORY");
        if (credentials != null && !credentials.isBlank()) {
            readCredentials(Path.of(credentials));
        }
        return values;
    }

    /// Whether nothing on the way to a file, nor the file, is closed to this user; else that is kept.
    private boolean mayLookAt(Path file) {
        Path at = file.getRoot();
        for (Path name : file) {
            at = at == null ? name : at.resolve(name);
            if (Files.exists(at) && !open.test(at)) {
                closed = at;
                return false;
            }
        }
        return true;
    }

    /// Takes over how a role reaches the database, unless the environment says how: half of the one and half of the
    /// other would be neither.
    Map<String, Value> add(DatabaseRole role, Map<String, String> environment) {
        if (DATABASE.stream().anyMatch(key -> environment.containsKey(key.written()))
                || !environment.getOrDefault("CREDENTIALS_DIRECTORY", "").isBlank()) {
            return values;
        }
        Credentials kept = Credentials.of(environment);
        for (Key key : DATABASE) {
            Path file = kept.file(role, key);
            if (!mayLookAt(file)) {
                return values;
            }
            try {
                kept.read(role, key).ifPresent(text -> values.put(key.written(), new Value(text, file.toString())));
            } catch (IOException e) {
                problems.add(new ConfigProblem(file.toString(), key.written(), "The credential cannot be read."));
            }
        }
        return values;
    }

    private void readFile(Path file, String place) {
        List<String> lines;
        try {
            lines = lines(file);
        } catch (CharacterCodingException e) {
            problems.add(new ConfigProblem(place, "", file + " is no text in UTF-8; it must have lines of KEY=value."));
            return;
        } catch (IOException e) {
            problems.add(new ConfigProblem(place, "", "The settings cannot be read from " + file + "."));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
                readLine(line, file + ":" + (i + 1));
            }
        }
    }

    /// Not by its size, which a pipe does not tell.
    private List<String> lines(Path file) throws IOException {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(LARGEST_FILE + 1);
        }
        if (text.length > LARGEST_FILE) {
            problems.add(new ConfigProblem(
                    file.toString(), "", "It has more than " + LARGEST_FILE + " bytes and is no file of settings."));
            return List.of();
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(text))
                .toString()
                .lines()
                .toList();
    }

    private void readLine(String line, String place) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals).strip();
        if (equals < 0 || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            problems.add(new ConfigProblem(place, "", "This is no setting; write KEY=value, or # before a comment."));
            return;
        }
        if (!name.startsWith("ROTA_")) {
            // A file for systemd may hold variables of others, but not ours without their first half.
            if (Key.of("ROTA_" + name).isPresent()) {
                problems.add(new ConfigProblem(place, name, "There is no such key. Did you mean ROTA_" + name + "?"));
            }
            return;
        }
        Value earlier = values.get(name);
        if (earlier != null) {
            problems.add(
                    new ConfigProblem(place, name, "It is set already at " + earlier.place() + "; keep one of them."));
        }
        refuseUnknown(name, place);
        values.put(name, new Value(unquoted(line.substring(equals + 1).strip()), place));
    }

    private void readCredentials(Path directory) {
        for (Key key : Key.values()) {
            Path file = directory.resolve(key.written());
            if (Files.exists(file)) {
                try {
                    values.put(
                            key.written(),
                            new Value(Files.readString(file).replaceFirst("\\R\\z", ""), file.toString()));
                } catch (IOException e) {
                    problems.add(new ConfigProblem(file.toString(), key.written(), "The credential cannot be read."));
                }
            }
        }
    }

    private void refuseUnknown(String name, String place) {
        if (Key.isUnknown(name)) {
            String hint = Key.closestTo(name)
                    .map(key -> " Did you mean " + key.written() + "?")
                    .orElse("");
            problems.add(new ConfigProblem(place, name, "There is no such key." + hint));
        }
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && ((text.startsWith("\"") && text.endsWith("\"")) || (text.startsWith("'") && text.endsWith("'")));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
