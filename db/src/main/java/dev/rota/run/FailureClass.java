package dev.rota.run;

import java.util.Locale;

/// Why a run failed, as a closed set: it decides whether the failure counts towards auto-disable, and what is said.
public enum FailureClass {
    DNS(true),
    CONNECT(true),
    TLS(true),
    TIMEOUT(true),
    AUTH(true),
    HTTP_4XX(true),
    HTTP_429(true),
    HTTP_5XX(true),
    REDIRECT(true),
    TOO_LARGE(true),
    PARSE(true),
    EMPTY(true),
    QUALITY(true),
    SOURCE(true),
    EXIT_CODE(true),
    REFUSED(true),
    CONFIG(true),
    INTERNAL(true),
    /// Our own machine ran short (descriptors, memory, disk): not the schedule's fault.
    RESOURCE(false);

    private final boolean counted;

    FailureClass(boolean counted) {
        this.counted = counted;
    }

    /// Whether such a failure counts towards the breaker: the target's or the data's fault does, ours does not.
    public boolean counted() {
        return counted;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FailureClass of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
