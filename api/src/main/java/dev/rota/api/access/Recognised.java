package dev.rota.api.access;

import jakarta.ws.rs.core.SecurityContext;

/// The security context of a request whose sender was recognised.
record Recognised(Principal principal, boolean secure) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    @Override
    public boolean isUserInRole(String role) {
        return Role.of(role).filter(principal.role()::allows).isPresent();
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
