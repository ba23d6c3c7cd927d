package dev.rota.job;

import java.util.Locale;

/// A set of slots for runs. A slow kind in a lane of its own cannot starve the others.
public enum Lane {
    GENERAL,
    COMMAND,
    SCRAPE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when no lane has that word
    public static Lane of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
