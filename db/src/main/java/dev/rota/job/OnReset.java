package dev.rota.job;

/// What a counter that went down means.
public enum OnReset {
    ZERO,
    DROP
}
