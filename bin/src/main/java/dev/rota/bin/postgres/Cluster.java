package dev.rota.bin.postgres;

import dev.rota.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

/// One PostgreSQL cluster below a directory of ours: `programs`, `data`, `password`, `port`, `log`.
public final class Cluster {
    /// The role that owns the cluster; Rota's processes connect as another.
    private static final String ADMIN = "postgres";

    private final Path home;
    private final Path data;
    private final ClusterOwner owner;
    private final Binaries binaries;
    private final int port;
    private final boolean adopted;

    private Cluster(Path home, ClusterOwner owner, Binaries binaries, int port, boolean adopted) {
        this.home = home;
        this.data = home.resolve("data");
        this.owner = owner;
        this.binaries = binaries;
        this.port = port;
        this.adopted = adopted;
    }

    /// Starts the cluster below `home`, making it first if need be; returns once it accepts connections. One that
    /// runs already is adopted.
    ///
    /// @param home an absolute path
    /// @throws IOException with a sentence when that is impossible here
    public static Cluster start(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        ClusterOwner owner = ClusterOwner.choose(home);
        if (owner instanceof ClusterOwner.Unprivileged other) {
            refuseBarrier(home, other);
        }
        Binaries binaries = Binaries.installedIn(home);
        Postmaster postmaster = new Postmaster(home.resolve("data"));
        OptionalInt running = postmaster.livePort();
        if (running.isPresent()) {
            return new Cluster(home, owner, binaries, running.getAsInt(), true);
        }
        if (!Files.exists(home.resolve("data").resolve("PG_VERSION"))) {
            initialise(home, owner, binaries);
        }
        int port = FreePort.keptIn(home.resolve("port"));
        Cluster cluster = new Cluster(home, owner, binaries, port, false);
        if (!Files.exists(cluster.log())) {
            PrivateFiles.write(cluster.log(), "");
            owner.own(cluster.log());
        }
        postmaster.removeStaleLock();
        cluster.control("start", "-w", "-t", "120", "-l", cluster.log().toString(), "-o", cluster.options());
        return cluster;
    }

    /// Ends the cluster below `home` if it runs; connections are cut, nothing is lost.
    ///
    /// @return whether it ran
    public static boolean stopIn(Path home) throws IOException, InterruptedException {
        if (new Postmaster(home.resolve("data")).livePort().isEmpty()) {
            return false;
        }
        new Cluster(home, ClusterOwner.choose(home), Binaries.installedIn(home), 0, true).stop();
        return true;
    }

    public int port() {
        return port;
    }

    /// Whether it ran already.
    public boolean adopted() {
        return adopted;
    }

    /// How its administrator connects.
    public DatabaseConfig admin() throws IOException {
        return new DatabaseConfig(
                url("postgres"),
                ADMIN,
                Files.readString(home.resolve("password")).strip(),
                false);
    }

    /// The JDBC URL of one of its databases.
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// Ends it and waits; connections are cut, nothing is lost.
    public void stop() throws IOException, InterruptedException {
        control("stop", "-m", "fast", "-w", "-t", "60");
    }

    private Path log() {
        return home.resolve("log");
    }

    private static void refuseBarrier(Path home, ClusterOwner.Unprivileged other) throws IOException {
        var barrier = ClusterOwner.barrier(home.toRealPath());
        if (barrier.isPresent()) {
            throw new IOException("As root, Rota runs PostgreSQL as the user " + other.name()
                    + ", who cannot get through " + barrier.get()
                    + " to the data directory; choose another with --data, such as /var/lib/rota-up.");
        }
    }

    private static void initialise(Path home, ClusterOwner owner, Binaries binaries)
            throws IOException, InterruptedException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path data = home.resolve("data");
        Path forInitdb = home.resolve("password.new");
        PrivateFiles.write(home.resolve("password"), password + "\n");
        PrivateFiles.write(forInitdb, password + "\n");
        if (!Files.exists(data)) {
            Files.createDirectory(data);
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        owner.own(data);
        owner.own(forInitdb);
        try {
            Programs.run(
                    owner.command(List.of(
                            binaries.program("initdb").toString(),
                            "-D",
                            data.toString(),
                            "-U",
                            ADMIN,
                            "--pwfile=" + forInitdb,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-instructions")),
                    data);
        } finally {
            Files.deleteIfExists(forInitdb);
        }
    }

    /// Given on the command line, so that they win over any file. fsync and synchronous_commit stay on: this
    /// database is meant to last.
    private String options() {
        return "-p " + port
                + " -c listen_addresses=127.0.0.1"
                + " -c unix_socket_directories=''"
                + " -c max_connections=60"
                + " -c timezone=UTC"
                + " -c log_timezone=UTC";
    }

    private void control(String action, String... options) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of(binaries.program("pg_ctl").toString(), action, "-s", "-D", data.toString()));
        command.addAll(List.of(options));
        try {
            Programs.run(owner.command(command), data);
        } catch (IOException e) {
            throw new IOException(
                    "PostgreSQL did not " + action + ": " + e.getMessage() + " Its log is " + log() + ".", e);
        }
    }
}
