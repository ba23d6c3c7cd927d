package dev.rota.api.access;

import jakarta.ws.rs.core.SecurityContext;

/// Who is asking.
///
/// @param accountId the account's id in the store; schedules are owned by accounts
/// @param name      the account's name, unique
/// @param role      what this request may do: the role of the token or session, never more than the account's own
public record Principal(long accountId, String name, Role role) implements java.security.Principal {

    /// Who is asking, in a resource method whose `@Context SecurityContext` this is.
    ///
    /// @throws dev.rota.api.errors.ApiProblem 401 when nobody was recognised, which [Needs] rules out
    public static Principal of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Principal principal) {
            return principal;
        }
        throw Refusals.unknown("Say who you are: send 'Authorization: Bearer rota_…'.");
    }

    @Override
    public String getName() {
        return name;
    }
}
