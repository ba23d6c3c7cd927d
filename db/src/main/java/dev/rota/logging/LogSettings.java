package dev.rota.logging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// `ROTA_LOG_LEVEL`, `ROTA_LOG_FORMAT` and `ROTA_LOG_FILE`.
///
/// @param level of Rota's own lines; libraries say only warnings, and at debug or trace also what they call info
/// @param file rotated at 10 MB, five in all; null: standard error
public record LogSettings(
        Level level, LogFormat format, @Nullable Path file) {

    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, LogFormat.TEXT, null);
}
