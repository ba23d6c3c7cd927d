package dev.rota.bin.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.store.DatabaseSetup;
import dev.rota.store.JdbcAdministrator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void letOthersPass() throws IOException {
        // As root the server runs as somebody else, who must be able to get there.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = directory.resolve("postgres");
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        Cluster.stopIn(home);
    }

    @Test
    void itIsClosedDurableAndAdoptedAndKeepsItsDataAndPort() throws Exception {
        Cluster first = Cluster.start(home);
        DatabaseSetup setup = new DatabaseSetup(new JdbcAdministrator(first.admin()));
        setup.role("rota", "a'secret");
        setup.database("rota", "rota");
        DatabaseConfig rota = new DatabaseConfig(first.url("rota"), "rota", "a'secret", false);

        assertThat(ask(rota, "show server_version")).startsWith(Integer.toString(Binaries.MAJOR));
        assertThat(ask(rota, "show fsync")).isEqualTo("on");
        assertThat(ask(rota, "show synchronous_commit")).isEqualTo("on");
        assertThat(ask(first.admin(), "show unix_socket_directories")).isEmpty();
        Assertions.assertThatThrownBy(
                        () -> ask(new DatabaseConfig(first.url("rota"), "rota", "guessed", false), "select 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(Files.getPosixFilePermissions(home.resolve("password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        onlyLoopbackAnswers(first.port());

        ask(rota, "create table kept as select 42 as answer", false);
        Cluster adopted = Cluster.start(home);
        assertThat(adopted.adopted()).isTrue();
        assertThat(adopted.port()).isEqualTo(first.port());
        assertThat(ask(rota, "select answer from kept")).isEqualTo("42");

        ProcessHandle server = new Postmaster(home.resolve("data")).process().orElseThrow();
        adopted.stop();
        server.onExit().get(10, TimeUnit.SECONDS);
        assertThat(Cluster.stopIn(home)).isFalse();

        Cluster again = Cluster.start(home);
        assertThat(again.adopted()).isFalse();
        assertThat(again.port()).isEqualTo(first.port());
        assertThat(ask(rota, "select answer from kept")).isEqualTo("42");
    }

    @Test
    void aServerThatWasKilledStartsAgainWithWhatWasCommitted() throws Exception {
        Cluster first = Cluster.start(home);
        ask(first.admin(), "create table kept as select 42 as answer", false);
        ProcessHandle server = new Postmaster(home.resolve("data")).process().orElseThrow();

        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);

        assertThat(ask(Cluster.start(home).admin(), "select answer from kept")).isEqualTo("42");
    }

    @Test
    void aLockThatNamesSomebodyElsesProcessIsNoServer() throws Exception {
        Cluster.start(home).stop();
        // What is left after a restart of the machine: a number that belongs to another process now.
        Files.writeString(
                home.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("data") + "\n1\n5432\n\n127.0.0.1\n\nready   \n");

        assertThat(ask(Cluster.start(home).admin(), "select 1")).isEqualTo("1");
    }

    private static void onlyLoopbackAnswers(int port) throws Exception {
        int others = 0;
        for (NetworkInterface net : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : net.inetAddresses().toList()) {
                if (!address.equals(InetAddress.ofLiteral("127.0.0.1"))) {
                    others++;
                    try (Socket socket = new Socket()) {
                        Assertions.assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 2000))
                                .isInstanceOf(ConnectException.class);
                    }
                }
            }
        }
        assertThat(others).as("addresses beside 127.0.0.1 that were tried").isNotZero();
    }

    private static String ask(DatabaseConfig database, String sql) throws SQLException {
        return ask(database, sql, true);
    }

    private static String ask(DatabaseConfig database, String sql, boolean answers) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            assertThat(rows).isEqualTo(answers);
            if (!rows) {
                return "";
            }
            try (var result = statement.getResultSet()) {
                assertThat(result.next()).isTrue();
                return result.getString(1);
            }
        }
    }
}
