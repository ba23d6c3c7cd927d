package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rota.config.DatabaseConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// PgBouncer in transaction mode before a database: every transaction may meet another session.
final class Pooler implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final DatabaseConfig behind;
    private final int port;
    private final Process process;

    /// Skips the test, aloud, where PgBouncer is not installed.
    ///
    /// @param directory for its files; others may enter it
    Pooler(Path directory, DatabaseConfig behind) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "pgbouncer is not installed");
        this.behind = behind;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String[] server = behind.endpoints().getFirst().split(":", -1);
        Path users =
                readable(directory.resolve("users.txt"), "\"%s\" \"%s\"\n".formatted(behind.user(), behind.password()));
        Path configuration =
                readable(directory.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=%s port=%s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = plain
                    auth_file = %s
                    pool_mode = transaction
                    default_pool_size = 6
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(server[0], server[1], port, users));
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to run as root
        }
        command.add(configuration.toString());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        World.until(this::answers);
    }

    private static Path readable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    /// The database behind the pooler, as Rota is told of it.
    DatabaseConfig config() {
        return new DatabaseConfig(
                behind.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/"),
                behind.user(),
                behind.password(),
                true);
    }

    /// The same, with the way past the pooler.
    DatabaseConfig configWithTheWayPast() {
        DatabaseConfig config = config();
        return new DatabaseConfig(config.url(), config.user(), config.password(), true, behind.url());
    }

    private boolean answers() {
        assertThat(process.isAlive()).as("pgbouncer runs").isTrue();
        DatabaseConfig config = config();
        try (var _ = DriverManager.getConnection(config.url(), config.user(), config.password())) {
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
