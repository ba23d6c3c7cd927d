package dev.rota.bin;

import dev.rota.api.ApiConfig;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import dev.rota.daemon.DaemonConfig;
import dev.rota.logging.LogSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota config`: what the processes would be told if they started now.
@Command(name = "config", description = "Shows the settings that are in force, or only checks them.")
final class ConfigCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--check", description = "only say what is wrong with them")
    private boolean check;

    ConfigCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException {
        Settings settings = session.settings(DatabaseRole.DAEMON);
        // All in one reading, so that the mistakes of all are told at once.
        settings.read(all -> List.of(DaemonConfig.from(all), ApiConfig.from(all), LogSettings.from(all)));
        if (!check) {
            for (Key key : Key.values()) {
                print(settings, key);
            }
        }
        return ExitCode.OK.number();
    }

    /// As a line of the file, with where it stands and what it says; what is not set is a comment.
    private void print(Settings settings, Key key) {
        session.out().println("# " + key.meaning());
        session.out()
                .println(settings.optional(key)
                        .map(value -> key.written() + "=" + key.shown(value) + "    # " + settings.place(key))
                        .orElse("#" + key.written() + "=    # not set"));
    }
}
