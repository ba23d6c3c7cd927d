package dev.rota.api.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an account may do. Each role may do all that the ones before it may.
public enum Role {
    /// Reads everything except secrets.
    VIEWER,
    /// Also runs, cancels, enables and disables what is there.
    OPERATOR,
    /// Also writes schedules and job templates.
    EDITOR,
    /// Also writes what starts processes, and looks after accounts.
    ADMIN;

    /// Whether this role may do what `needed` may do.
    public boolean allows(Role needed) {
        return compareTo(needed) >= 0;
    }

    /// The word under which the role is stored and written: `viewer`, …
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of a word; empty when there is no such role.
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
