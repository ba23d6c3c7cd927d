package dev.rota.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.errors.ApiProblem;
import dev.rota.store.AccountStore;
import dev.rota.store.TokenSecret;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who am I, sign in, sign out. Signing in takes a bearer token or the secret of a one-time login link; the secret
/// comes in the body (the link carries it behind `#`), so that it stands in no log and no history of a proxy.
@Path("api")
@Produces(MediaType.APPLICATION_JSON)
public final class LoginResource {
    private final AccountStore accounts;

    public LoginResource(AccountStore accounts) {
        this.accounts = accounts;
    }

    /// Who is signed in.
    ///
    /// @param csrf what writes with the session cookie must carry; null for whoever uses a bearer token
    public record MeView(String name, String role, @Nullable String csrf) {}

    @GET
    @Path("me")
    @Needs(Role.VIEWER)
    public MeView me(@Context SecurityContext security, @CookieParam(SessionCookie.NAME) @Nullable String session) {
        return view(
                Principal.of(security),
                session == null
                        ? null
                        : accounts.bySession(new TokenSecret(session))
                                .map(AccountStore.OpenSession::csrf)
                                .orElse(null));
    }

    @POST
    @Path("login")
    @Open
    @Consumes(MediaType.APPLICATION_JSON)
    public Response login(@Nullable JsonNode edit, @Context UriInfo uri) {
        AccountStore.Access access = exchange(edit)
                .orElseThrow(() -> Refusals.unknown("The token or link is not known, has expired or was used before."
                        + " 'rota token create NAME' makes a token."));
        Principal principal =
                AccessFilter.principal(access).orElseThrow(() -> Refusals.unknown("The account has an unknown role."));
        AccountStore.Session session = accounts.openSession(access);
        boolean secure = "https".equals(uri.getRequestUri().getScheme());
        return Response.ok(view(principal, session.csrf()))
                .cookie(SessionCookie.opening(session.secret(), secure))
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    @Path("logout")
    @Needs(Role.VIEWER)
    public Response logout(@Context UriInfo uri, @CookieParam(SessionCookie.NAME) @Nullable String session) {
        if (session != null) {
            accounts.closeSession(new TokenSecret(session));
        }
        boolean secure = "https".equals(uri.getRequestUri().getScheme());
        return Response.noContent().cookie(SessionCookie.closing(secure)).build();
    }

    private Optional<AccountStore.Access> exchange(@Nullable JsonNode edit) {
        String token = edit == null ? "" : edit.path("token").asText("");
        String link = edit == null ? "" : edit.path("link").asText("");
        if (token.isEmpty() == link.isEmpty()) {
            throw ApiProblem.of(400, "bad_login", "Send either {\"token\": …} or {\"link\": …}.");
        }
        return token.isEmpty()
                ? accounts.useLoginLink(new TokenSecret(link))
                : accounts.byToken(new TokenSecret(token));
    }

    private static MeView view(Principal principal, @Nullable String csrf) {
        return new MeView(principal.name(), principal.role().word(), csrf);
    }
}
