package dev.rota.run;

import dev.rota.job.JobSpec;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run that this daemon, and no other, may do now.
///
/// @param runId      chosen at random by the claimer; it is the fence of every later write of the run
/// @param scheduleId the schedule, or 0 for a test of a spec that no schedule holds
/// @param slot       the slot it serves; for a request, the instant of the request
/// @param attempt    the ordinal of the run at its slot, from 1
/// @param startsAt   when it may start, at the earliest
/// @param late       whether it starts later than the schedule's grace allows
/// @param missed     how many slots were merged into it
/// @param requestId  the request it serves, or null
/// @param closesAt   when it must stop because the window closes, or null
/// @param forced     whether somebody asked for it although the schedule was paused or given up: then its outcome
///     moves nothing
public record Claim(
        UUID runId,
        long scheduleId,
        String scheduleName,
        Instant slot,
        Trigger trigger,
        int attempt,
        JobSpec job,
        Instant startsAt,
        boolean late,
        long missed,
        @Nullable Long requestId,
        @Nullable Instant closesAt,
        boolean forced) {}
