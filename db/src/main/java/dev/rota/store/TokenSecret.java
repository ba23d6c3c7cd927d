package dev.rota.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// A secret of 256 random bits: a bearer token, a login link, a session or its CSRF token. It is shown once; only
/// its [#hash] is stored, so that a stolen copy of the database opens nothing.
///
/// @param text what the holder keeps, with its prefix; never logged (see [#toString])
public record TokenSecret(String text) {
    /// The beginning of every bearer token, by which secret scanners and people know it.
    public static final String BEARER_PREFIX = "rota_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    /// A new bearer token: `rota_` and 43 letters, digits, `-` or `_`.
    public static TokenSecret bearer() {
        return new TokenSecret(BEARER_PREFIX + letters());
    }

    /// A new secret without a prefix, for links and sessions.
    public static TokenSecret plain() {
        return new TokenSecret(letters());
    }

    /// The SHA-256 of the text. No salt and no stretching: 256 random bits cannot be guessed or looked up.
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "TokenSecret[***]";
    }

    private static String letters() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
