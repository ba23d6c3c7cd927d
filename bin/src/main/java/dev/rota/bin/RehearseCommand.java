package dev.rota.bin;

import dev.rota.api.ApiApp;
import dev.rota.api.ApiConfig;
import dev.rota.config.ConfigException;
import dev.rota.config.Settings;
import dev.rota.daemon.DaemonApp;
import dev.rota.daemon.DaemonConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `rota rehearse`: the training run behind the start-up cache. It loads what a process loads and ends; it needs
/// neither a database nor a network, so that it can run while a package is being installed.
@Command(name = "rehearse", description = "Loads what a process loads at its start, and ends.", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    /// Nobody listens on port 1 of this machine.
    private static final Map<String, String> NOWHERE = Map.of(
            "ROTA_DB_URL", "jdbc:postgresql://127.0.0.1:1/rota",
            "ROTA_DB_USER", "rota",
            "ROTA_DB_PASSWORD", "rehearsal",
            "ROTA_LISTEN", "127.0.0.1:0");

    /// The libraries that are needed from the first second on; the others are loaded by the jobs that use them.
    private static final List<String> AT_START =
            List.of("rota-", "HikariCP", "postgresql", "jdbi3", "logback", "slf4j", "geantyref", "jackson");
    private static final List<String> OF_THE_API = List.of("jersey", "jetty", "hk2", "jakarta", "osgi");

    private enum Role {
        daemon,
        api
    }

    @Parameters(index = "0", paramLabel = "PROCESS", description = "${COMPLETION-CANDIDATES}")
    private Role role = Role.daemon;

    @Override
    public Integer call() throws Exception {
        switch (role) {
            case daemon -> {
                load(AT_START);
                startDaemon();
            }
            case api -> {
                load(Stream.concat(AT_START.stream(), OF_THE_API.stream()).toList());
                startApi();
            }
        }
        return ExitCode.OK.number();
    }

    private static void startDaemon() throws ConfigException {
        DaemonApp daemon = new DaemonApp(settings().read(DaemonConfig::from), Map.of());
        daemon.stop(); // so that start() only goes as far as it can without a database
        daemon.start();
    }

    private static void startApi() throws Exception {
        ApiApp api = new ApiApp(settings().read(ApiConfig::from));
        api.start();
        api.stop();
    }

    private static Settings settings() {
        return Settings.load(NOWHERE, Path.of("/dev/null"));
    }

    private static void load(List<String> libraries) throws IOException {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(path).getFileName().toString();
            if (name.endsWith(".jar") && libraries.stream().anyMatch(name::startsWith)) {
                try (JarFile jar = new JarFile(path)) {
                    jar.stream()
                            .map(JarEntry::getName)
                            .filter(RehearseCommand::isClass)
                            .forEach(RehearseCommand::load);
                }
            }
        }
    }

    private static boolean isClass(String entry) {
        return entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.endsWith("-info.class");
    }

    private static void load(String entry) {
        try {
            Class.forName(
                    entry.substring(0, entry.length() - ".class".length()).replace('/', '.'),
                    false,
                    RehearseCommand.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It belongs to a library that is not here, so nothing at start needs it either.
        }
    }
}
