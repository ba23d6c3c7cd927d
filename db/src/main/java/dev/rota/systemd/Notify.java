package dev.rota.systemd;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a process tells its service manager. No method throws: a manager that does not listen must never stop the
/// work.
public sealed interface Notify permits SystemdNotify, NobodyListens {

    /// Start-up, or a reload, is complete.
    ///
    /// @param status one line for people, shown by `systemctl status`
    void ready(String status);

    /// One line for people on what the process is doing; line breaks become spaces.
    void status(String status);

    /// Feeds the watchdog. Called from the loop that must make progress, never from a timer of its own.
    void watchdog();

    /// The process has begun to end.
    void stopping();

    /// A reload has begun; [#ready] ends it. Carries the time on the monotonic clock, which `Type=notify-reload`
    /// wants.
    void reloading();

    /// Does what a reload does, and tells of its begin and its end.
    ///
    /// @param status as in [#ready], asked when it is done
    default void reload(Supplier<String> status, Runnable work) {
        reloading();
        try {
            work.run();
        } finally {
            ready(status.get());
        }
    }

    /// Asks for more time to start, reload or stop.
    ///
    /// @param by counted from now, not from the last limit
    void extend(Duration by);

    /// How long the manager waits for a [#watchdog()] before it kills the process; null when it does not watch.
    @Nullable
    Duration watchdogLimit();
}
