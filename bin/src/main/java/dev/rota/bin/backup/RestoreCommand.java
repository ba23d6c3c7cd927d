package dev.rota.bin.backup;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.DatabaseOption;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.store.DatabaseFault;
import dev.rota.store.DatabaseTrouble;
import dev.rota.store.Restore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota restore`
@Command(
        name = "restore",
        description = {
            "Puts what `rota backup` wrote into a database that holds nothing yet, or with --replace in the place of"
                    + " what it holds. All or nothing.",
            "The backup of an earlier version goes into a database that holds nothing, also after an upgrade: `rota"
                    + " setup-db --database NAME` makes a second one and has Rota use it.",
            "Stop the daemons before. What ran when the backup was taken is handed back and runs again; people log in"
                    + " again, tokens stay good."
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "what `rota backup` wrote")
    private Path file = Path.of("rota.backup");

    @Option(
            names = "--replace",
            description = "throw away what the database holds, if its tables are those of the backup's version")
    private boolean replace;

    @Mixin
    private DatabaseOption where = new DatabaseOption();

    public RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException {
        if (!Files.isReadable(file)) {
            throw new CommandFailed(ExitCode.FAILURE, "There is no file " + file + " that this user can read.");
        }
        Restore restore = new Restore(where.database(session, DatabaseRole.MIGRATE));
        try {
            Restore.Restored restored = restore.from(file, replace, (table, count) -> {
                if (session.terminal()) {
                    session.err().println(table + ": " + count + " rows");
                }
            });
            session.out()
                    .println("Restored as of " + restored.takenAt() + " (schema " + restored.schema() + "); "
                            + restored.handedBack() + " runs were live then and are handed back.");
            session.out().println("Next: `systemctl start rota.target`.");
            return ExitCode.OK.number();
        } catch (DatabaseTrouble e) {
            ExitCode code = DatabaseFault.isUnreachable(e) ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
            throw new CommandFailed(code, String.valueOf(e.getMessage()), e);
        }
    }
}
