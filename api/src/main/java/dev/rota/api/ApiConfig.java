package dev.rota.api;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Key;
import dev.rota.config.Listen;
import dev.rota.config.Settings;
import java.time.ZoneId;

/// What the API is told at start.
///
/// @param listen          where it listens; port 0 takes any free one
/// @param defaultZone     the zone of schedules that name none
/// @param commandsAllowed whether schedules may start programs; the daemon decides again when they run
public record ApiConfig(DatabaseConfig database, Listen listen, ZoneId defaultZone, boolean commandsAllowed) {

    /// Reads the API's keys; mistakes are noted in the settings.
    public static ApiConfig from(Settings settings) {
        return new ApiConfig(
                DatabaseConfig.from(settings),
                settings.listen(Key.LISTEN, new Listen("127.0.0.1", 8470)),
                settings.zone(Key.ZONE, ZoneId.of("Etc/UTC")),
                settings.flag(Key.COMMANDS, false));
    }
}
