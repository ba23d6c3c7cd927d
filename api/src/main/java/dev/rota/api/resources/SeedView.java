package dev.rota.api.resources;

import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.Every;
import dev.rota.schedule.LocalRecurrence;
import dev.rota.schedule.Manual;
import dev.rota.schedule.Once;
import dev.rota.schedule.Recurrence;
import dev.rota.store.SeedReadStore.Past;
import dev.rota.store.SeedReadStore.Seed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A schedule as FossaWork's clients know it.
///
/// @param intervalHours null when the recurrence is not a plain interval (somebody changed it through the other API)
/// @param activeHours   null when there is no window, or not one daily window of whole hours
/// @param status        `failed` (auto-disabled; wins), `paused` or `active`: where it stands, not a guess from
///     history
record SeedView(
        long id,
        long userId,
        String scheduleType,
        @Nullable Double intervalHours,
        @Nullable Hours activeHours,
        boolean enabled,
        @Nullable Instant lastRun,
        @Nullable Instant nextRun,
        int consecutiveFailures,
        Instant createdAt,
        Instant updatedAt,
        String status) {

    /// A daily window of whole hours in the schedule's zone; over midnight when it ends before it starts.
    ///
    /// @param start 0 to 23, included
    /// @param end   0 to 24, not included
    record Hours(int start, int end) {
        ActiveHours window() {
            return new ActiveHours(List.of(ActiveHours.Window.daily(start * MINUTES_AN_HOUR, end * MINUTES_AN_HOUR)));
        }
    }

    private static final BigDecimal MILLIS_AN_HOUR = new BigDecimal(3_600_000);
    private static final int MINUTES_AN_HOUR = 60;

    static SeedView of(Seed seed) {
        return new SeedView(
                seed.id(),
                seed.owner(),
                seed.type(),
                intervalHours(seed.recurrence()),
                hours(seed.activeHours()),
                seed.enabled(),
                seed.lastRun(),
                seed.nextRun(),
                seed.failures(),
                seed.createdAt(),
                seed.updatedAt(),
                seed.autoDisabled() ? "failed" : seed.enabled() ? "active" : "paused");
    }

    /// One run of the history.
    ///
    /// @param success null while it runs
    record PastView(
            Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Boolean success,
            long itemsProcessed,
            long itemsAdded,
            long itemsUpdated,
            long itemsFailed,
            @Nullable String errorMessage,
            @Nullable Map<String, @Nullable Object> errorDetails,
            @Nullable Double durationSeconds,
            String triggerType,
            Map<String, Object> metadata) {
        static PastView of(Past run) {
            boolean succeeded = run.status().equals("succeeded");
            Instant finished = run.finishedAt();
            Map<String, @Nullable Object> details = new LinkedHashMap<>();
            details.put("status", run.status());
            details.put("failure_class", run.failureClass());
            details.put("detail", run.detail());
            return new PastView(
                    run.startedAt(),
                    finished,
                    finished == null ? null : succeeded,
                    run.processed(),
                    run.added(),
                    run.updated(),
                    run.failed(),
                    finished == null || succeeded ? null : run.message(),
                    finished == null || succeeded ? null : details,
                    finished == null
                            ? null
                            : Duration.between(run.startedAt(), finished).toMillis() / 1000.0,
                    run.trigger(),
                    metadata(run));
        }

        private static Map<String, Object> metadata(Past run) {
            UUID id = run.id();
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("run_id", id.toString());
            metadata.put("attempt", run.attempt());
            metadata.put("late", run.late());
            metadata.put("missed", run.missed());
            metadata.put("items_removed", run.removed());
            return metadata;
        }
    }

    private static @Nullable Double intervalHours(Recurrence recurrence) {
        return switch (recurrence) {
            case Every every ->
                BigDecimal.valueOf(every.every().toMillis())
                        .divide(MILLIS_AN_HOUR, MathContext.DECIMAL64)
                        .doubleValue();
            case AfterCompletion _, LocalRecurrence _, Once _, Manual _ -> null;
        };
    }

    private static @Nullable Hours hours(ActiveHours hours) {
        if (hours.windows().size() != 1) {
            return null;
        }
        ActiveHours.Window window = hours.windows().getFirst();
        boolean plain = window.days().size() == DayOfWeek.values().length
                && window.from() % MINUTES_AN_HOUR == 0
                && window.until() % MINUTES_AN_HOUR == 0;
        return plain ? new Hours(window.from() / MINUTES_AN_HOUR, window.until() / MINUTES_AN_HOUR) : null;
    }
}
