package dev.rota.bin.doctor;

import java.util.List;

/// Whether "run now" is heard at once.
final class HintsProbe {
    private HintsProbe() {}

    static List<Finding> off() {
        return List.of(Finding.ok("ROTA_DB_POOLER=transaction: nothing wakes the daemon between polls,"
                + " \"run now\" may wait for the next one; ROTA_DB_LISTEN_URL, a way past the pooler, would."));
    }

    static List<Finding> look(boolean arrive) {
        return List.of(
                arrive
                        ? Finding.ok("LISTEN and NOTIFY work: \"run now\" starts at once.")
                        : Finding.warn(
                                "A notification did not arrive: \"run now\" and cancelling wait for the next poll.",
                                "If a transaction pooler such as pgbouncer stands before the database, say so:"
                                        + " ROTA_DB_POOLER=transaction."));
    }
}
