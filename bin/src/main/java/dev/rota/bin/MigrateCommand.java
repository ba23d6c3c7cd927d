package dev.rota.bin;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.store.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `rota migrate`
@Command(name = "migrate", description = "Brings the database's schema to what this version needs.")
final class MigrateCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private DatabaseOption where = new DatabaseOption();

    MigrateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException {
        int applied = Migrations.migrate(where.database(session, DatabaseRole.MIGRATE));
        session.out().println(applied == 0 ? "The schema is up to date." : applied + " migrations applied.");
        return ExitCode.OK.number();
    }
}
