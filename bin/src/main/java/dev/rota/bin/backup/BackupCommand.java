package dev.rota.bin.backup;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.DatabaseOption;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.store.Backup;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rota backup`
@Command(
        name = "backup",
        description = {
            "Writes everything that Rota keeps in its database to one file, as it stands now. Nothing need be stopped.",
            "The file holds hashes of tokens and all schedules: only its owner can read it. Passwords and the secrets"
                    + " of jobs are not in it; they lie in /etc/rota."
        })
public final class BackupCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "where to; replaced if it is there, once the new one is whole")
    private Path file = Path.of("rota.backup");

    @Mixin
    private DatabaseOption where = new DatabaseOption();

    public BackupCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException {
        Backup backup = new Backup(where.database(session, DatabaseRole.MIGRATE));
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        AtomicLong rows = new AtomicLong();
        try {
            try (FileChannel channel = closed(part);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                backup.write(out, (table, count) -> {
                    long _ = rows.addAndGet(count);
                    if (session.terminal()) {
                        session.err().println(table + ": " + count + " rows");
                    }
                });
                out.flush();
                channel.force(true);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            session.out().println("Kept " + rows + " rows in " + file + " (" + Files.size(whole) / 1024 + " KiB).");
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILURE, "The backup cannot be written to " + file + ": " + e.getMessage() + ".", e);
        } finally {
            remove(part);
        }
    }

    private static FileChannel closed(Path part) throws IOException {
        Files.deleteIfExists(part);
        return FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            session.err().println("rota: " + part + " is left over and can be removed.");
        }
    }
}
