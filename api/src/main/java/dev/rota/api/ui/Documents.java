package dev.rota.api.ui;

import jakarta.ws.rs.core.Response;

/// How anything that a browser shows is sent.
final class Documents {
    /// Nothing from elsewhere, nothing inline, in nobody's frame.
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private Documents() {}

    static Response answer(byte[] bytes, String type) {
        return Response.ok(bytes, type)
                .header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-cache")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .build();
    }
}
