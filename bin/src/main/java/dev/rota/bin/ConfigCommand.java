package dev.rota.bin;

import dev.rota.api.ApiConfig;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import dev.rota.daemon.DaemonConfig;
import dev.rota.logging.LogSettings;
import java.util.List;
import java.util.Optional;
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
        settings.read(all -> List.of(
                DaemonConfig.from(all),
                ApiConfig.from(all),
                LogSettings.from(all),
                all.text(Key.CONFIG, Settings.USUAL_FILE.toString()),
                all.text(
                        Key.DATA,
                        DataDirectory.choose(Optional.empty(), session.environment())
                                .root()
                                .toString()),
                all.text(Key.URL, "http://" + ApiConfig.LISTEN)));
        if (!check) {
            for (Key key : Key.values()) {
                session.out().println("# " + key.meaning() + " (" + origin(settings, key) + ")");
                session.out().println(line(settings, key));
            }
        }
        return ExitCode.OK.number();
    }

    private static String origin(Settings settings, Key key) {
        if (settings.optional(key).isPresent()) {
            return settings.place(key);
        }
        return settings.defaultOf(key).isPresent() ? "default" : "not set";
    }

    /// As it may stand in the file, so that what is printed can be read back: defaults are comments, and so are
    /// secrets, which are not shown.
    private static String line(Settings settings, Key key) {
        String value = settings.optional(key).orElse("");
        if (value.isEmpty()) {
            return "#" + key.written() + "=" + settings.defaultOf(key).orElse("");
        }
        String shown = key.shown(value).replaceAll("\\R", " ");
        boolean quoted = shown.matches("([\"']).*\\1"); // the reader takes one pair away
        return (shown.equals(value) ? "" : "#") + key.written() + "=" + (quoted ? '"' + shown + '"' : shown);
    }
}
