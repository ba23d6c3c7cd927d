package dev.rota.api.access;

import dev.rota.store.AccountStore;
import dev.rota.store.TokenSecret;
import jakarta.ws.rs.core.NewCookie;

/// The cookie of a session of the page, and the name of the header that goes with it.
final class SessionCookie {
    static final String NAME = "rota_session";
    static final String CSRF_HEADER = "X-CSRF-Token";

    private SessionCookie() {}

    /// The cookie that opens the session. No script can read it, and no other site's page can make a browser send
    /// it.
    static NewCookie opening(TokenSecret session, boolean secure) {
        return builder(secure)
                .value(session.text())
                .maxAge((int) AccountStore.SESSION_ABSOLUTE.toSeconds())
                .build();
    }

    /// The cookie that makes a browser forget the session.
    static NewCookie closing(boolean secure) {
        return builder(secure).value("").maxAge(0).build();
    }

    private static NewCookie.Builder builder(boolean secure) {
        return new NewCookie.Builder(NAME)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT);
    }
}
