package dev.rota.bin.doctor;

import dev.rota.api.ApiConfig;
import dev.rota.config.ConfigException;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import dev.rota.daemon.DaemonConfig;
import dev.rota.logging.LogSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether the processes would start with these settings.
final class ConfigurationProbe {
    private ConfigurationProbe() {}

    /// @param file   the file that settings are read from
    /// @param closed where settings lie that this user may not look into
    static List<Finding> look(Settings settings, Path file, Optional<Path> closed) {
        if (closed.isPresent()) {
            return List.of(Finding.warn(
                    closed.get() + " is not for this user to look into, so the settings are not known.",
                    "Call it as root: sudo rota doctor."));
        }
        try {
            settings.read(all -> List.of(DaemonConfig.from(all), ApiConfig.from(all), LogSettings.from(all)));
            return List.of(Finding.ok(
                    Files.exists(file) ? file + " and the environment can be used." : "The settings can be used."));
        } catch (ConfigException wrong) {
            return wrong.problems().stream()
                    .map(problem -> Finding.fail(
                            problem.toString(),
                            problem.key().equals(Key.DB_URL.written())
                                    ? "`rota setup-db` makes a database and keeps how it is reached; or set it."
                                    : "Mend it, then check with `rota config --check`."))
                    .toList();
        }
    }
}
