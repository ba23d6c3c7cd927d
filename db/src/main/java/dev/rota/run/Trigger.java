package dev.rota.run;

import java.util.Locale;

/// What made a run start.
public enum Trigger {
    SCHEDULED,
    MANUAL,
    TEST,
    PROBE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Trigger of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
