package dev.rota.api.resources;

import dev.rota.api.access.Principal;
import dev.rota.api.errors.ApiProblem;
import dev.rota.store.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The header `Idempotency-Key`: who sends the same twice, because the answer was lost or the click was double, gets
/// the same answer twice.
final class Idempotency {
    private Idempotency() {}

    /// The key that was sent; null: none was.
    ///
    /// @param asked all that makes the answer what it is
    /// @throws ApiProblem 400 when it is none
    static @Nullable IdempotencyKey key(@Nullable String header, Principal principal, String asked) {
        if (header == null) {
            return null;
        }
        if (!header.matches("[\\x21-\\x7e]{1,200}")) {
            throw ApiProblem.of(400, "bad_parameter", "An Idempotency-Key has 1 to 200 printable characters.");
        }
        return new IdempotencyKey(principal.accountId(), header, hash(asked));
    }

    /// 422: the key stands for something else.
    static ApiProblem reused() {
        return ApiProblem.of(
                422, "key_reused", "This Idempotency-Key was sent with something else before; send a new one.");
    }

    private static String hash(String asked) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
