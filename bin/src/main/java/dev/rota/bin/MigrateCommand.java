package dev.rota.bin;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.store.Migrations;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota migrate`
@Command(name = "migrate", description = "Brings the database's schema to what this version needs.")
final class MigrateCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the directory of a `rota up`, if no database is configured")
    private @Nullable Path directory;

    MigrateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException {
        int applied = Migrations.migrate(session.database(Optional.ofNullable(directory), DatabaseRole.MIGRATE));
        session.out().println(applied == 0 ? "The schema is up to date." : applied + " migrations applied.");
        return ExitCode.OK.number();
    }
}
