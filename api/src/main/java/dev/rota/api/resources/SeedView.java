package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.store.SeedReadStore.Past;
import dev.rota.store.SeedReadStore.Seed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A schedule as FossaWork's clients know it.
///
/// @param intervalHours null when the recurrence is not a plain interval (somebody changed it through the other API)
/// @param activeHours   null when there is no window, or not one daily window of whole hours
/// @param status        `failed` (auto-disabled; wins), `paused` or `active`: where it stands, not a guess from history
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
    record Hours(int start, int end) {}

    private static final Pattern WHOLE_HOUR = Pattern.compile("([0-9]{1,2}):00(?::00)?");
    private static final int DAYS_OF_WEEK = 7;

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

    private static @Nullable Double intervalHours(JsonNode recurrence) {
        JsonNode every = recurrence.get("every");
        if (every == null) {
            return null;
        }
        try {
            return BigDecimal.valueOf(Duration.parse(every.asText()).toMillis())
                    .divide(BigDecimal.valueOf(Duration.ofHours(1).toMillis()), MathContext.DECIMAL64)
                    .doubleValue();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Hours hours(@Nullable JsonNode windows) {
        if (windows == null || windows.size() != 1) {
            return null;
        }
        JsonNode window = windows.get(0);
        boolean daily = !window.has("days") || window.path("days").size() == DAYS_OF_WEEK;
        Matcher from = WHOLE_HOUR.matcher(window.path("from").asText());
        Matcher until = WHOLE_HOUR.matcher(window.path("until").asText());
        return daily && from.matches() && until.matches()
                ? new Hours(Integer.parseInt(from.group(1)), Integer.parseInt(until.group(1)))
                : null;
    }
}
