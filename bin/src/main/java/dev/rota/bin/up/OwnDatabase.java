package dev.rota.bin.up;

import dev.rota.bin.postgres.Cluster;
import dev.rota.store.DatabaseSetup;
import dev.rota.store.JdbcAdministrator;
import java.io.IOException;

/// Rota's database in a cluster of our own: one role that owns it, and one that may look at its statistics.
final class OwnDatabase {
    static final String NAME = "rota";
    static final String ROLE = "rota";

    private OwnDatabase() {}

    static void prepare(Cluster cluster, Passwords passwords) throws IOException {
        DatabaseSetup setup = new DatabaseSetup(new JdbcAdministrator(cluster.admin()));
        setup.role(ROLE, passwords.rota());
        boolean _ = setup.database(NAME, ROLE);
        setup.limits(ROLE, NAME);
        setup.statisticsReader(Demo.ROLE, passwords.reader(), NAME);
    }
}
