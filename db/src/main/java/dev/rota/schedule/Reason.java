package dev.rota.schedule;

import java.util.Locale;

/// Why a slot did not become a run.
public enum Reason {
    /// Outside the active hours.
    OUTSIDE_WINDOW,
    /// Inside a calendar's blackout.
    BLACKOUT,
    /// It passed while a run of the schedule was live.
    OVERLAP,
    /// Missed, and merged into the late run that stands for it.
    COALESCED,
    /// Missed, and dropped.
    MISSED,
    /// The schedule was paused.
    PAUSED,
    /// The schedule was given up after too many failures.
    AUTO_DISABLED,
    /// Before the instant that the target asked to wait for.
    DEFERRED,
    /// No daemon had a free slot in time.
    CAPACITY,
    /// No daemon knew the kind of job.
    UNKNOWN_KIND;

    /// The word under which the reason is stored and written: `outside_window`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
