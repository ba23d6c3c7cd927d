package dev.rota.api;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Key;
import dev.rota.config.Listen;
import dev.rota.config.Settings;
import java.time.ZoneId;

/// What the API needs to know before it starts.
///
/// @param listen          where to listen; port 0 takes any free one
/// @param defaultZone     the time zone of a schedule that names none
/// @param commandsAllowed whether jobs that start processes may be written at all
public record ApiConfig(DatabaseConfig database, Listen listen, ZoneId defaultZone, boolean commandsAllowed) {
    public static final Listen LISTEN = new Listen("127.0.0.1", 8470);

    public static ApiConfig from(Settings settings) {
        return new ApiConfig(
                DatabaseConfig.from(settings),
                settings.listen(Key.LISTEN, LISTEN),
                settings.zone(Key.ZONE, ZoneId.of("Etc/UTC")),
                settings.flag(Key.COMMANDS, false));
    }
}
