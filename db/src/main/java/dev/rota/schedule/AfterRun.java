package dev.rota.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a schedule stands when a run of it has ended and the run's slot is settled.
///
/// @param skips slots that passed meanwhile, oldest first
/// @param next  what comes; null: nothing
public record AfterRun(List<Skip> skips, @Nullable Next next) {
    public AfterRun {
        skips = List.copyOf(skips);
    }
}
