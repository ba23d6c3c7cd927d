package dev.rota.bin.up;

import dev.rota.api.ApiApp;
import dev.rota.api.ApiConfig;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import dev.rota.bin.client.ApiClient;
import dev.rota.bin.postgres.Cluster;
import dev.rota.bin.postgres.PrivateFiles;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.Listen;
import dev.rota.config.Settings;
import dev.rota.daemon.DaemonApp;
import dev.rota.daemon.DaemonConfig;
import dev.rota.store.AccountStore;
import dev.rota.store.Database;
import dev.rota.store.Migrations;
import dev.rota.store.TokenSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Database, schema, API, daemon and demo in one process, started in this order and ended backwards.
final class Everything implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Everything.class);

    /// Whom the command line of this machine acts as.
    private static final String ACCOUNT = "rota-up";

    private final DataDirectory data;
    private final Path clientFile;
    private final Deque<Ending> endings = new ConcurrentLinkedDeque<>();
    private @Nullable DaemonApp daemon;

    /// How to end what was started.
    private interface Ending {
        void end() throws Exception;
    }

    /// @param clientFile where this user's commands look for the API
    Everything(DataDirectory data, Path clientFile) {
        this.data = data;
        this.clientFile = clientFile;
    }

    /// Starts it all.
    ///
    /// @param given the user's environment and options, as settings
    /// @param demo whether the demo's schedules are wanted
    Announcement start(Map<String, String> given, boolean demo) throws Exception {
        Map<String, String> settings = new HashMap<>(given);
        Optional<OwnPostgres> postgres = ownPostgres(settings);
        DatabaseConfig database = Settings.load(settings, null).read(DatabaseConfig::from);
        Migrations.migrate(database);

        if (demo) {
            // The API too must know that programs are allowed; the daemon gets the ports below, once they are known.
            settings = Demo.settings(settings, data.demo(), List.of(), Optional.empty());
        }
        Settings all = Settings.load(settings, null);
        ApiConfig apiConfig = all.read(both -> {
            DaemonConfig.from(both);
            return ApiConfig.from(both);
        });
        ApiApp api = new ApiApp(apiConfig);
        endings.push(api::stop); // before it starts: what fails half-way, or is ended meanwhile, leaves nothing behind
        api.start();
        Listen listening = new Listen(apiConfig.listen().host(), api.port());
        URI local = URI.create("http://" + new Listen(reachable(listening.host()), listening.port()));

        Optional<Demo> wanted = Optional.empty();
        if (demo) {
            List<Integer> ports = postgres.map(
                            own -> List.of(listening.port(), own.cluster().port()))
                    .orElseGet(() -> List.of(listening.port()));
            settings = Demo.settings(settings, data.demo(), ports, postgres.map(OwnPostgres::readerPassword));
            wanted = Optional.of(new Demo(
                    URI.create("http://127.0.0.1:" + listening.port()),
                    postgres.map(own -> own.cluster().port()),
                    Demo.installProgram(data.demo())));
        }
        settings.put("ROTA_LISTEN", listening.toString());
        DaemonApp started = new DaemonApp(Settings.load(settings, null).read(DaemonConfig::from));
        endings.push(started::stop);
        started.start();
        daemon = started;

        try (Database accounts = Database.open(database, "rota-up")) {
            AccountStore store = new AccountStore(accounts);
            String token = token(store);
            leave(local, token);
            wanted.ifPresent(it -> it.add(new ApiClient(local, token)));
            return new Announcement(
                    local,
                    store.createLoginLink(ACCOUNT),
                    postgres.map(own ->
                                    "PostgreSQL on 127.0.0.1:" + own.cluster().port() + ", kept in " + data.postgres()
                                            + (own.cluster().adopted() ? " (it still ran, and was taken over)" : ""))
                            .orElse(database.url()),
                    wanted.map(it -> it.database().isPresent()
                            ? "jobs may reach this Rota (port " + listening.port() + ") and its PostgreSQL (port "
                                    + it.database().get() + ") on 127.0.0.1, and start programs in " + data.demo() + "."
                            : "jobs may reach this Rota (port " + listening.port()
                                    + ") on 127.0.0.1, and start programs in " + data.demo()
                                    + ". PostgreSQL's statistics are left out, for the database is yours."));
        }
    }

    /// Returns when the daemon has ended, which it does when [#close] ends it, or by itself when it cannot go on.
    void awaitEnd() throws InterruptedException {
        if (daemon != null) {
            daemon.awaitStopped();
        }
    }

    /// Ends what was started, the last first. One that does not end well does not keep the others from ending.
    @Override
    public void close() {
        for (Ending ending = endings.poll(); ending != null; ending = endings.poll()) {
            try {
                ending.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("Something did not end as it should: {}", e.getMessage(), e);
            }
        }
    }

    private record OwnPostgres(Cluster cluster, String readerPassword) {}

    /// Starts the embedded PostgreSQL if no other is configured, and tells the settings of it.
    private Optional<OwnPostgres> ownPostgres(Map<String, String> settings) throws Exception {
        if (Settings.load(settings, null).optional(dev.rota.config.Key.DB_URL).isPresent()) {
            return Optional.empty();
        }
        Cluster cluster = Cluster.start(data.postgres());
        endings.push(cluster::stop);
        Passwords passwords = Passwords.keptIn(data.root());
        OwnDatabase.prepare(cluster, passwords);
        settings.put("ROTA_DB_URL", cluster.url(OwnDatabase.NAME));
        settings.put("ROTA_DB_USER", OwnDatabase.ROLE);
        settings.put("ROTA_DB_PASSWORD", passwords.rota());
        PrivateFiles.write(
                data.connection(), """
                    # How commands such as `rota token` reach the database of this `rota up`. Written at every start.
                    ROTA_DB_URL=%s
                    ROTA_DB_USER=%s
                    ROTA_DB_PASSWORD=%s
                    """.formatted(cluster.url(OwnDatabase.NAME), OwnDatabase.ROLE, passwords.rota()));
        return Optional.of(new OwnPostgres(cluster, passwords.reader()));
    }

    /// The token of this machine's command line; the one of the last time as long as it is good.
    private String token(AccountStore store) throws IOException {
        Path file = data.root().resolve("token");
        if (Files.isReadable(file)) {
            String kept = Files.readString(file).strip();
            if (store.byToken(new TokenSecret(kept)).isPresent()) {
                return kept;
            }
        }
        String fresh = store.createToken(ACCOUNT, "admin").text();
        PrivateFiles.write(file, fresh + "\n");
        return fresh;
    }

    /// Leaves the way to the API where `rota status` and its kin look, as long as it runs.
    private void leave(URI url, String token) throws IOException {
        String text = """
            # How commands such as `rota status` reach the `rota up` that runs in %s.
            ROTA_URL=%s
            ROTA_TOKEN=%s
            """.formatted(data.root(), url, token);
        for (Path file : List.of(data.client(), clientFile)) {
            try {
                Files.createDirectories(file.resolveSibling("."));
                PrivateFiles.write(file, text);
                endings.push(() -> {
                    if (Files.exists(file) && Files.readString(file).equals(text)) {
                        Files.delete(file);
                    }
                });
            } catch (IOException e) {
                LOG.warn("{} cannot be written: other commands need ROTA_URL and ROTA_TOKEN.", file);
            }
        }
    }

    /// An address at which this machine reaches a listener of its own.
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }

    /// What is wrong, as one sentence with an exit code.
    static CommandFailed inWords(Exception thrown) {
        return switch (thrown) {
            case CommandFailed failed -> failed;
            case ConfigException wrong ->
                new CommandFailed(ExitCode.CONFIGURATION, String.valueOf(wrong.getMessage()), wrong);
            case FileSystemException file ->
                new CommandFailed(
                        ExitCode.FAILURE,
                        file.getFile() + " cannot be made or written: " + why(file) + "; --data names another place.",
                        file);
            default ->
                new CommandFailed(
                        ExitCode.FAILURE,
                        thrown.getMessage() == null ? thrown.toString() : thrown.getMessage(),
                        thrown);
        };
    }

    /// The message of such an exception is often the path alone.
    private static String why(FileSystemException thrown) {
        return switch (thrown) {
            case AccessDeniedException _ -> "this user may not";
            case NoSuchFileException _ -> "nothing can be made in what it would lie in";
            case FileAlreadyExistsException _ -> "there is a file of that name";
            default -> thrown.getReason() == null ? thrown.toString() : thrown.getReason();
        };
    }
}
