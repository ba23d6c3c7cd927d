package dev.rota.api.access;

/// Who is asking.
///
/// @param accountId the account's id in the store; schedules are owned by accounts
/// @param name      the account's name, unique
/// @param role      what this request may do: the role of the token or session, never more than the account's own
public record Principal(long accountId, String name, Role role) implements java.security.Principal {
    @Override
    public String getName() {
        return name;
    }
}
