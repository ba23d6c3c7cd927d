package dev.rota.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A set of slots for runs. A slow kind in a lane of its own cannot starve the others.
public enum Lane {
    GENERAL,
    COMMAND,
    SCRAPE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The words of all lanes.
    public static List<String> words() {
        return Arrays.stream(values()).map(Lane::word).toList();
    }

    /// @throws IllegalArgumentException when no lane has that word
    public static Lane of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
