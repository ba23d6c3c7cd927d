package dev.rota.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The settings of one process, while it reads them.
///
/// Readers never throw: a wrong value is noted and the fallback returned, so that one start tells every mistake.
/// Only [#read] throws, and it is the only way to get a finished record out.
public final class Settings {
    /// Read where no other file is named.
    public static final Path USUAL_FILE = Origins.USUAL_FILE;

    private static final int LONGEST_SHOWN = 200;

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<Key, String> defaults = new EnumMap<>(Key.class);
    private final Map<String, Origins.Value> values;
    private final Optional<Path> closed;
    private final List<Path> credentials;

    /// @param open whether this user may look into that file or directory
    Settings(Map<String, String> environment, @Nullable Path file, @Nullable DatabaseRole role, Predicate<Path> open) {
        Origins origins = new Origins(problems, open);
        Map<String, Origins.Value> gathered = origins.gather(environment, file);
        values = role == null ? gathered : origins.add(role, environment);
        closed = origins.closed();
        String directory = environment.get("CREDENTIALS_DIRECTORY");
        credentials = directory == null || directory.isBlank() ? List.of() : List.of(Path.of(directory));
    }

    /// Gathers the settings of a process; mistakes come out of [#read].
    ///
    /// @param environment the environment of the process
    /// @param file        the file to read; null: the one that `ROTA_CONFIG` names, else `/etc/rota/rota.conf` if
    ///                    there is one
    public static Settings load(Map<String, String> environment, @Nullable Path file) {
        return new Settings(environment, file, null, Origins::isOpen);
    }

    /// The same for a process that is one of the database's roles: what [Credentials] keep for it is taken, unless
    /// the environment says how to reach the database.
    public static Settings ofRole(Map<String, String> environment, DatabaseRole role) {
        return new Settings(environment, null, role, Origins::isOpen);
    }

    /// Makes a record from the settings.
    ///
    /// @throws ConfigException with every problem, when there is one
    public <T> T read(Function<Settings, T> reader) throws ConfigException {
        T record = reader.apply(this);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream().distinct().toList());
        }
        return record;
    }

    /// Notes that a value cannot be used: `message` goes on after "'value' ".
    public void refuse(Key key, String message) {
        Origins.Value value = values.get(key.written());
        problems.add(
                value == null
                        ? new ConfigProblem(Origins.ENVIRONMENT, key.written(), "The value " + message)
                        : new ConfigProblem(
                                value.place(),
                                key.written(),
                                "'" + shortened(key.shown(value.text())) + "' " + message));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    /// The value, stripped; empty when it is not set or blank.
    public Optional<String> optional(Key key) {
        Origins.Value value = values.get(key.written());
        return value == null || value.text().isBlank()
                ? Optional.empty()
                : Optional.of(value.text().strip());
    }

    /// Where the value stands: `/etc/rota/rota.conf:12`, `environment`, a credential's file; `nowhere` when it is
    /// not set.
    public String place(Key key) {
        Origins.Value value = values.get(key.written());
        return value == null ? "nowhere" : value.place();
    }

    /// The file or directory that this user may not look into, though it is where settings lie; empty: there is
    /// none.
    public Optional<Path> closed() {
        return closed;
    }

    /// What is in force where nothing is set, as it would be written; empty when that is nothing, or when no record
    /// has been read that asks for it.
    public Optional<String> defaultOf(Key key) {
        return Optional.ofNullable(defaults.get(key));
    }

    /// Notes what is in force where nothing is set, for who does not leave that to the other methods.
    void defaultsTo(Key key, String written) {
        if (!written.isEmpty()) {
            defaults.put(key, written);
        }
    }

    public String text(Key key, String fallback) {
        defaultsTo(key, fallback);
        return optional(key).orElse(fallback);
    }

    /// The value, or an empty text and a problem.
    public String required(Key key) {
        Optional<String> value = optional(key);
        if (value.isEmpty() && closed.isPresent()) {
            problems.add(new ConfigProblem(
                    closed.get().toString(),
                    "",
                    "It is not for this user to look into, and elsewhere nothing says where the database is."
                            + " Call it as root (sudo)."));
        } else if (value.isEmpty()) {
            Origins.Value blank = values.get(key.written());
            problems.add(new ConfigProblem(
                    blank == null ? Origins.ENVIRONMENT : blank.place(),
                    key.written(),
                    "It is not set: " + key.meaning() + "."));
        }
        return value.orElse("");
    }

    public int number(Key key, int fallback, int least, int most) {
        return parsed(key, fallback, "is no whole number from " + least + " to " + most + ".", text -> {
            int number = Integer.parseInt(text);
            return number >= least && number <= most ? number : null;
        });
    }

    public boolean flag(Key key, boolean fallback) {
        return parsed(key, fallback, "is neither true nor false.", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    public Duration duration(Key key, Duration fallback, Duration least, Duration most) {
        String expected = "is no duration from " + least + " to " + most + "; write it like " + fallback + ".";
        return parsed(key, fallback, expected, text -> {
            Duration duration = Duration.parse(text);
            return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0 ? duration : null;
        });
    }

    public ZoneId zone(Key key, ZoneId fallback) {
        return parsed(key, fallback, "is no time zone; write it like Europe/Berlin.", ZoneId::of);
    }

    public Listen listen(Key key, Listen fallback) {
        String expected = "is no host:port; write it like " + fallback + ".";
        return parsed(key, fallback, expected, text -> Listen.parse(text).orElse(null));
    }

    /// One of some words; the first is the one used when nothing is set.
    public String oneOf(Key key, String... words) {
        return parsed(key, words[0], "is none of " + String.join(", ", words) + ".", text -> {
            String word = text.toLowerCase(Locale.ROOT);
            return Arrays.asList(words).contains(word) ? word : null;
        });
    }

    /// The words of a list that is separated by commas.
    public List<String> list(Key key) {
        return Arrays.stream(text(key, "").split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// Absolute directories, separated by commas.
    public List<Path> directories(Key key) {
        List<Path> paths = list(key).stream().map(Path::of).toList();
        if (!paths.stream().allMatch(Path::isAbsolute)) {
            refuse(key, "must name absolute paths, separated by commas.");
        }
        return paths;
    }

    /// The secrets that jobs may name: those of `ROTA_SECRETS_DIR`, of the credentials directory and of the
    /// environment.
    public Secrets secrets() {
        List<Path> directories = new ArrayList<>(directories(Key.SECRETS_DIR));
        directories.addAll(credentials);
        Map<String, String> named = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith("ROTA_SECRET_")) {
                named.put(name, value.text());
            }
        });
        return new Secrets(directories, named);
    }

    private <T> T parsed(Key key, T fallback, String expected, Function<String, @Nullable T> parser) {
        defaultsTo(key, String.valueOf(fallback));
        Optional<String> text = optional(key);
        if (text.isEmpty()) {
            return fallback;
        }
        T value;
        try {
            value = parser.apply(text.get());
        } catch (DateTimeException | NumberFormatException e) {
            value = null;
        }
        if (value == null) {
            refuse(key, expected);
            return fallback;
        }
        return value;
    }
}
