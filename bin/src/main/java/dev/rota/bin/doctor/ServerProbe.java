package dev.rota.bin.doctor;

import dev.rota.store.Examination.Server;
import java.util.List;

/// Whether the server is one that Rota can work with.
final class ServerProbe {
    private static final int OLDEST = 140000;

    private ServerProbe() {}

    static List<Finding> look(Server server, String url) {
        String version = server.settings().getOrDefault("server_version", "?");
        if (server.version() < OLDEST) {
            return List.of(
                    Finding.fail("PostgreSQL " + version + " is too old.", "Upgrade it to PostgreSQL 14 or newer."));
        }
        if (server.standby()) {
            return List.of(Finding.fail(
                    url + " is a standby, which cannot be written to.",
                    "Name the primary in ROTA_DB_URL, or all servers: jdbc:postgresql://a,b/rota."));
        }
        if ("on".equals(server.settings().get("default_transaction_read_only"))) {
            return List.of(Finding.fail(
                    "The database, or the role, is set to read only.",
                    "As an administrator: alter role … reset default_transaction_read_only."));
        }
        return List.of(Finding.ok("PostgreSQL " + version + " answers at " + url + "; the database has "
                + server.bytes() / (1024 * 1024) + " MiB."));
    }
}
