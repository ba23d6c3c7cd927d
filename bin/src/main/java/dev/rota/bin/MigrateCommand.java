package dev.rota.bin;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.DatabaseFault;
import dev.rota.store.DatabaseTrouble;
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
        int applied = migrate(where.database(session, DatabaseRole.MIGRATE));
        session.out().println(applied == 0 ? "The schema is up to date." : applied + " migrations applied.");
        return ExitCode.OK.number();
    }

    /// The code tells the unit whether to try again: what is away now, or takes nothing, may be there later.
    private static int migrate(DatabaseConfig database) {
        try {
            return Migrations.migrate(database);
        } catch (DatabaseTrouble e) {
            if (!DatabaseFault.isUnreachable(e) && (DatabaseFault.takesNothing(e) || DatabaseFault.isContended(e))) {
                throw new CommandFailed(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }
}
