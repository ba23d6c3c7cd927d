package dev.rota.config;

/// One mistake in the settings.
///
/// @param place   where it stands: `/etc/rota/rota.conf:12`, `environment`, or a credential's file
/// @param key     the key as written there, or empty when the place itself is wrong
/// @param message a sentence: what is wrong and what to write
public record ConfigProblem(String place, String key, String message) {
    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
