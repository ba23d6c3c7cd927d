package dev.rota.bin.doctor;

import dev.rota.store.Examination.Server;
import java.util.List;

/// Whether there are connections enough.
final class ConnectionsProbe {
    /// Two pools of three and the one that listens.
    static final int OF_A_DAEMON = 7;
    /// The API's pool.
    static final int OF_AN_API = 8;
    /// What PostgreSQL keeps for superusers.
    private static final int RESERVED = 3;

    private ConnectionsProbe() {}

    /// @param daemons that are alive
    static List<Finding> look(Server server, int daemons) {
        int needed = Math.max(1, daemons) * OF_A_DAEMON + OF_AN_API;
        int room = server.maxConnections() - RESERVED;
        String now = server.connections() + " of " + server.maxConnections() + " connections are in use; "
                + Math.max(1, daemons) + " daemon(s) and one API take up to " + needed + ".";
        String advice = "Raise max_connections in postgresql.conf (it takes a restart of PostgreSQL),"
                + " or put a pooler before it and set ROTA_DB_POOLER=transaction.";
        if (needed > room) {
            return List.of(Finding.fail(now + " That is more than there are.", advice));
        }
        if (server.roleConnections() >= 0 && server.roleConnections() < OF_AN_API) {
            return List.of(Finding.warn(
                    "The role may have " + server.roleConnections() + " connections, and a pool takes up to "
                            + OF_AN_API + ".",
                    "As an administrator: alter role … connection limit 40."));
        }
        return List.of(server.connections() > room * 9 / 10 ? Finding.warn(now, advice) : Finding.ok(now));
    }
}
