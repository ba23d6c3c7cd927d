package dev.rota.logging;

import dev.rota.config.Key;
import dev.rota.config.Settings;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// `ROTA_LOG_LEVEL`, `ROTA_LOG_FORMAT` and `ROTA_LOG_FILE`.
///
/// @param level of Rota's own lines; libraries say only warnings, and at debug or trace also what they call info
/// @param file rotated at 10 MB, five in all; null: standard error
public record LogSettings(
        Level level, LogFormat format, @Nullable Path file) {

    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, LogFormat.TEXT, null);

    /// Reads the three keys; mistakes are noted in the settings.
    public static LogSettings from(Settings settings) {
        String level = settings.oneOf(Key.LOG_LEVEL, "info", "error", "warn", "debug", "trace");
        String format = settings.oneOf(Key.LOG_FORMAT, "text", "json");
        return new LogSettings(
                Level.valueOf(level.toUpperCase(Locale.ROOT)),
                LogFormat.valueOf(format.toUpperCase(Locale.ROOT)),
                settings.optional(Key.LOG_FILE).map(Path::of).orElse(null));
    }
}
