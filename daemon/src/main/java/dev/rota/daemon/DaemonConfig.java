package dev.rota.daemon;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Key;
import dev.rota.config.Listen;
import dev.rota.config.Retention;
import dev.rota.config.Secrets;
import dev.rota.config.Settings;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.http.Egress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the daemon is told at start.
///
/// @param poll   how often it looks for due schedules without being woken
/// @param slots  how many runs it may have at once
/// @param lease  how long its runs stay its own after it went silent
/// @param drain  how long its runs may go on while it stops
/// @param listen where it serves its own metrics, or null
/// @param retention how much history it leaves in the database
public record DaemonConfig(
        DatabaseConfig database,
        Duration poll,
        Slots slots,
        Duration lease,
        Duration drain,
        JobLimits limits,
        Secrets secrets,
        @Nullable Listen listen,
        Retention retention) {

    /// A daemon that listens nowhere.
    public DaemonConfig(
            DatabaseConfig database,
            Duration poll,
            Slots slots,
            Duration lease,
            Duration drain,
            JobLimits limits,
            Secrets secrets) {
        this(database, poll, slots, lease, drain, limits, secrets, null, Retention.STANDARD);
    }

    /// Reads the daemon's keys; mistakes are noted in the settings.
    public static DaemonConfig from(Settings settings) {
        DatabaseConfig database = DatabaseConfig.from(settings);
        Listen api = settings.listen(Key.LISTEN, new Listen("127.0.0.1", 8470));
        Listen listen = settings.optional(Key.DAEMON_LISTEN).isEmpty()
                ? null
                : settings.listen(Key.DAEMON_LISTEN, new Listen("127.0.0.1", 8471));
        if (listen != null && listen.equals(api)) {
            settings.refuse(
                    Key.DAEMON_LISTEN, "is where the API listens (ROTA_LISTEN); the daemon needs a port of its own.");
        }
        return new DaemonConfig(
                database,
                settings.duration(Key.POLL, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1)),
                slots(settings),
                settings.duration(Key.LEASE, Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofHours(1)),
                settings.duration(Key.DRAIN, Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1)),
                limits(settings, database, listen == null ? List.of(api) : List.of(api, listen)),
                settings.secrets(),
                listen,
                Retention.from(settings));
    }

    private static Slots slots(Settings settings) {
        Slots slots = new Slots(settings.number(Key.SLOTS, 16, 1, 4096), settings.number(Key.COMMAND_SLOTS, 4, 1, 256));
        return new Slots(slots.total(), slots.commands(), settings.number(Key.SCRAPE_SLOTS, slots.scrapes(), 1, 4096));
    }

    private static JobLimits limits(Settings settings, DatabaseConfig database, List<Listen> listeners) {
        // Jobs must not reach Rota itself or its database, unless ROTA_EGRESS_ALLOW says so.
        List<String> own = new ArrayList<>(database.endpoints());
        listeners.forEach(listener -> own.add(listener.toString()));
        String openings = settings.text(Key.EGRESS_ALLOW, "");
        try {
            new Egress(openings, List.of());
        } catch (IllegalArgumentException e) {
            settings.refuse(Key.EGRESS_ALLOW, "cannot be used: " + e.getMessage());
            openings = "";
        }
        return new JobLimits(
                openings,
                settings.flag(Key.COMMANDS, false),
                settings.directories(Key.COMMAND_DIRS),
                own,
                settings.text(Key.USER_AGENT, "Rota/0.1"),
                commandSocket(settings));
    }

    private static @Nullable Path commandSocket(Settings settings) {
        String written = settings.text(Key.COMMAND_SOCKET, "");
        if (written.isEmpty()) {
            return null;
        }
        if (!written.startsWith("/")) {
            settings.refuse(Key.COMMAND_SOCKET, "must be an absolute path, such as /run/rota/command.sock.");
        }
        return Path.of(written);
    }
}
