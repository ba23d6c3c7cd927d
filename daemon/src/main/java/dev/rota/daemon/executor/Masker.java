package dev.rota.daemon.executor;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Replaces the secrets that a run has asked for by `***` in everything that leaves the run as text.
final class Masker {
    private static final int SHORTEST_LINE = 6;

    private final List<String> secrets = new CopyOnWriteArrayList<>();

    /// From now on `secret` is masked, as a whole and (a key of several lines) line by line.
    void add(String secret) {
        if (!secret.isBlank()) {
            secrets.add(secret);
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(secrets::add);
            // A secret that contains another must go first.
            secrets.sort(Comparator.comparingInt(String::length).reversed());
        }
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }
}
