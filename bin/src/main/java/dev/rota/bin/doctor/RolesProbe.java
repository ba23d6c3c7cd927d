package dev.rota.bin.doctor;

import dev.rota.config.DatabaseRole;
import java.util.List;

/// Whether a process' role may do its work.
final class RolesProbe {
    private RolesProbe() {}

    /// @param role  the process that it is for
    /// @param user  the role's name in the server
    /// @param lacks what it may not do
    static List<Finding> look(DatabaseRole role, String user, boolean superuser, List<String> lacks) {
        if (!lacks.isEmpty()) {
            return lacks.stream()
                    .map(lack -> Finding.fail(
                            user + " (" + role.word() + ") " + lack + ".",
                            "`rota migrate`, in the role that owns the tables, gives the rights anew."))
                    .toList();
        }
        return List.of(
                superuser
                        ? Finding.warn(
                                user + " is a superuser: whoever gets at its password has the whole server.",
                                "`rota setup-db` makes roles that may do what is needed and no more.")
                        : Finding.ok(user + " may do what the " + role.word() + " needs."));
    }
}
