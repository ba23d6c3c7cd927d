package dev.rota.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rota.api.errors.ApiProblem;
import dev.rota.store.AccountStore;
import dev.rota.store.TokenSecret;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out who is asking, by bearer token or else by session cookie, and whether they may.
///
/// A browser sends the cookie along with whatever another page makes it send, so a write with a cookie must also
/// carry the session's CSRF token in a header, which another page cannot read. A bearer token is never sent unasked.
@Priority(Priorities.AUTHENTICATION)
final class AccessFilter implements ContainerRequestFilter {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String BEARER = "bearer ";

    private final AccountStore accounts;
    private final Role needed;

    AccessFilter(AccountStore accounts, Role needed) {
        this.accounts = accounts;
        this.needed = needed;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Principal principal = recognise(request).orElseThrow(AccessFilter::unknown);
        if (!principal.role().allows(needed)) {
            throw Refusals.forbidden("This needs the role %s; %s has the role %s here."
                    .formatted(needed.word(), principal.name(), principal.role().word()));
        }
        boolean secure = "https".equals(request.getUriInfo().getRequestUri().getScheme());
        request.setSecurityContext(new Recognised(principal, secure));
    }

    private Optional<Principal> recognise(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? accounts.byToken(new TokenSecret(
                                    authorization.substring(BEARER.length()).strip()))
                            .flatMap(AccessFilter::principal)
                    : Optional.empty();
        }
        Cookie cookie = request.getCookies().get(SessionCookie.NAME);
        if (cookie == null) {
            return Optional.empty();
        }
        Optional<AccountStore.OpenSession> session = accounts.bySession(new TokenSecret(cookie.getValue()));
        session.filter(_ -> !READS.contains(request.getMethod()))
                .filter(open -> !same(open.csrf(), request.getHeaderString(SessionCookie.CSRF_HEADER)))
                .ifPresent(_ -> {
                    throw Refusals.forbidden("A write with a session cookie needs the header "
                            + SessionCookie.CSRF_HEADER + " with the value that /api/login and /api/me answered.");
                });
        return session.map(AccountStore.OpenSession::access).flatMap(AccessFilter::principal);
    }

    /// The stored account as a principal; empty for a role that this build does not know, which then may do
    /// nothing.
    static Optional<Principal> principal(AccountStore.Access access) {
        return Role.of(access.role()).map(role -> new Principal(access.accountId(), access.name(), role));
    }

    private static boolean same(String csrf, @Nullable String header) {
        return header != null && MessageDigest.isEqual(csrf.getBytes(UTF_8), header.getBytes(UTF_8));
    }

    private static ApiProblem unknown() {
        return Refusals.unknown(
                "Say who you are: send 'Authorization: Bearer rota_…' with a token that is known and has not expired"
                        + " ('rota token create NAME' makes one), or sign in.");
    }
}
