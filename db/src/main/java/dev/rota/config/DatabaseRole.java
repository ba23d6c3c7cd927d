package dev.rota.config;

import java.util.Locale;

/// The roles that Rota has in a database of its own: nobody may do more than its work needs. `rota setup-db` makes
/// them; whoever configures one role for all of Rota needs none of them.
public enum DatabaseRole {
    /// Owns the database and changes its tables.
    MIGRATE,
    /// Claims, runs and records; writes no plan.
    DAEMON,
    /// Writes plans and accounts; writes no run.
    API,
    /// For people and reports; sees no secret and writes nothing.
    READONLY;

    /// As it is written in names of files and roles: `daemon`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Its name in the server: `rota_daemon` for the database `rota`. Roles are known to the whole server, so that
    /// two databases need two names.
    public String in(String database) {
        return database + "_" + word();
    }
}
