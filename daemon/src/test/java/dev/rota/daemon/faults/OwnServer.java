package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.store.Migrations;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.JavaProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A PostgreSQL server that a test may stop, kill, break and start again as it likes; the other tests' must live.
final class OwnServer implements AutoCloseable {
    private final Path data;
    private final Path program;
    private final int port = freePort();
    private final Map<String, String> environment;
    private Process postgres;

    /// @param directory   for its data
    /// @param environment of the server
    OwnServer(Path directory, Map<String, String> environment) throws IOException, InterruptedException {
        this.environment = environment;
        data = directory.resolve("data");
        // Zonky's class unpacks the binaries and makes the data directory, but gives no hold on the process.
        try (EmbeddedPostgres _ = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start()) {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            program = Files.readSymbolicLink(Path.of("/proc", pid, "exe"));
        }
        postgres = run();
        awaitReady();
        Migrations.migrate(config());
    }

    DatabaseConfig config() {
        return new DatabaseConfig("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres", false);
    }

    /// As the test's database.
    TestDatabase database() {
        return new TestDatabase(config(), this::close);
    }

    /// Starts it again; returns when it takes connections.
    void start() throws IOException, InterruptedException {
        postgres = run();
        awaitReady();
    }

    /// `pg_ctl stop -m fast`.
    void stop() throws IOException, InterruptedException {
        JavaProcess.signal(postgres.pid(), "INT");
        assertThat(postgres.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /// `kill -9` of one of its processes: the server ends all sessions and recovers.
    void killBackend(long pid) throws IOException, InterruptedException {
        JavaProcess.signal(pid, "KILL");
    }

    /// `kill -9` of the server itself.
    void crash() throws InterruptedException {
        List<ProcessHandle> sessions = postgres.descendants().toList();
        postgres.destroyForcibly().waitFor();
        sessions.forEach(ProcessHandle::destroyForcibly);
        sessions.forEach(session -> session.onExit().join());
    }

    boolean isAlive() {
        return postgres.isAlive();
    }

    /// Its data directory.
    Path data() {
        return data;
    }

    /// Something happens to the server and to all its sessions.
    void signalAll(String name) throws IOException, InterruptedException {
        JavaProcess.signal(postgres.pid(), name);
        for (ProcessHandle child : postgres.descendants().toList()) {
            if (child.isAlive()) {
                JavaProcess.signal(child.pid(), name);
            }
        }
    }

    private Process run() throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // the server refuses to run as root
        }
        command.addAll(List.of(
                program.toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=50",
                "-c",
                "max_wal_size=64MB",
                "-c",
                "min_wal_size=32MB"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("server.log").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitReady() throws InterruptedException {
        dev.rota.daemon.time.Gate never = new dev.rota.daemon.time.Gate();
        while (!answers()) {
            assertThat(postgres.isAlive()).as("the server runs").isTrue();
            assertThat(never.await(java.time.Duration.ofMillis(50))).isFalse();
        }
    }

    private boolean answers() {
        DatabaseConfig config = config();
        try (var _ = DriverManager.getConnection(config.url(), config.user(), config.password())) {
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            JavaProcess.signal(postgres.pid(), "QUIT");
            postgres.waitFor();
        } catch (IOException e) {
            postgres.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
