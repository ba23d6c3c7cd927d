package dev.rota.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How much history is kept. What exceeds a limit is dropped by whole weeks, the oldest first; the week that goes on
/// and those of runs that go on stay, whatever they take.
///
/// @param limits for each kind of history
public record Retention(Map<History, Limit> limits) {
    /// What grows with every slot.
    public enum History {
        RUNS,
        DECISIONS,
        SAMPLES,
        LOGS;

        /// As it is written in the settings: `runs`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param age   of the youngest entry of a week that goes
    /// @param bytes that the weeks may take, with their indexes
    /// @param rows  that the weeks may have, as the server reckons
    public record Limit(Duration age, long bytes, long rows) {}

    private static final Duration AGE = Duration.ofDays(90);
    private static final long LOG_BYTES = 5L << 30;
    private static final Map<String, Long> UNITS = Map.of("MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

    public static final Retention STANDARD = of(Map.of(), Map.of(), Map.of());

    public Retention {
        limits = Map.copyOf(limits);
    }

    public Limit of(History history) {
        Limit limit = limits.get(history);
        return limit == null ? standard(history) : limit;
    }

    /// The same but for one.
    public Retention with(History history, Limit limit) {
        Map<History, Limit> changed = new EnumMap<>(limits);
        changed.put(history, limit);
        return new Retention(changed);
    }

    private static Limit standard(History history) {
        return new Limit(AGE, history == History.LOGS ? LOG_BYTES : Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /// Reads its keys; mistakes are noted in the settings.
    public static Retention from(Settings settings) {
        settings.defaultsTo(
                Key.KEEP_AGE,
                Arrays.stream(History.values())
                        .map(history -> history.word() + "=P" + AGE.toDays() + "D")
                        .collect(Collectors.joining(",")));
        settings.defaultsTo(Key.KEEP_BYTES, History.LOGS.word() + "=" + (LOG_BYTES >> 30) + "GB");
        return of(
                read(settings, Key.KEEP_AGE, "P90D", Retention::days),
                read(settings, Key.KEEP_BYTES, "500GB", Retention::bytes),
                read(settings, Key.KEEP_ROWS, "100000000", Retention::rows));
    }

    private static Retention of(Map<History, Duration> ages, Map<History, Long> bytes, Map<History, Long> rows) {
        Map<History, Limit> limits = new EnumMap<>(History.class);
        for (History history : History.values()) {
            Limit usual = standard(history);
            limits.put(
                    history,
                    new Limit(
                            ages.getOrDefault(history, usual.age()),
                            bytes.getOrDefault(history, usual.bytes()),
                            rows.getOrDefault(history, usual.rows())));
        }
        return new Retention(limits);
    }

    private static <T> Map<History, T> read(
            Settings settings, Key key, String example, Function<String, @Nullable T> value) {
        Map<History, T> read = new EnumMap<>(History.class);
        for (String word : settings.list(key)) {
            String[] halves = word.split("=", 2);
            History history = Arrays.stream(History.values())
                    .filter(each -> each.word().equals(halves[0].strip()))
                    .findAny()
                    .orElse(null);
            T limit = halves.length < 2 ? null : value.apply(halves[1].strip());
            if (history == null || limit == null || read.put(history, limit) != null) {
                settings.refuse(
                        key,
                        "is no list like runs=" + example + ",samples=" + example + " with each of "
                                + Arrays.stream(History.values())
                                        .map(History::word)
                                        .collect(Collectors.joining(", "))
                                + " once at most.");
                return Map.of();
            }
        }
        return read;
    }

    /// Whole days from one on, as `P90D` or `PT2160H`.
    private static @Nullable Duration days(String text) {
        try {
            Duration age = Duration.parse(text);
            return age.toDays() >= 1 && age.toDays() <= 36_525 ? age : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long bytes(String text) {
        Long unit = text.length() < 3 ? null : UNITS.get(text.substring(text.length() - 2));
        Long count = unit == null ? null : rows(text.substring(0, text.length() - 2));
        return unit == null || count == null || count > Long.MAX_VALUE / unit ? null : Long.valueOf(count * unit);
    }

    private static @Nullable Long rows(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null;
    }
}
