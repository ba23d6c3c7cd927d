package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.store.ScheduleReadStore.Failing;
import dev.rota.store.ScheduleReadStore.LastRun;
import dev.rota.store.ScheduleReadStore.Recent;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Stands;
import dev.rota.store.ScheduleReadStore.Written;
import dev.rota.syntax.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One schedule: what was written, and where it stands.
public record ScheduleView(
        long id,
        String name,
        JsonNode labels,
        String owner,
        String kind,
        JsonNode job,
        @Nullable String template,
        @Nullable String scheduleType,
        JsonNode recurrence,
        String zone,
        @Nullable JsonNode activeHours,
        JsonNode exceptions,
        List<String> blackouts,
        String outsideWindow,
        String windowClose,
        Missed missed,
        Duration grace,
        Duration spread,
        int attempts,
        Duration retryBackoff,
        int failureThreshold,
        Breaker breaker,
        boolean enabled,
        long version,
        Instant createdAt,
        Instant updatedAt,
        State state) {

    /// What becomes of slots that passed while nothing was running.
    public record Missed(String policy, @Nullable Integer max) {}

    /// When it is switched off. `failure_threshold` is the short form of `failures`.
    public record Breaker(
            int failures,
            @Nullable Integer of,
            Duration atLeastFor,
            @Nullable Duration probation) {}

    /// Where it stands.
    ///
    /// @param standing   one word, the first that fits: `running paused failed unknown_kind having_issues
    ///                   last_run_failed finished active`
    /// @param label      the same for people
    /// @param probeDue   when it is tried again although it was given up; null: it is not
    /// @param recentErrors the last errors, newest first, at most five: `at`, `failure_class`, `message`, `run_id`
    /// @param waitingFor why it does not run although one might think it should; null: nothing is in its way
    public record State(
            String standing,
            String label,
            @Nullable Instant nextSlot,
            @Nullable Instant nextDue,
            @Nullable String waitingFor,
            @Nullable UUID currentRun,
            @Nullable Instant currentStartedAt,
            int consecutiveFailures,
            @Nullable Instant autoDisabledAt,
            @Nullable String autoDisabledReason,
            @Nullable Instant probeDue,
            JsonNode recentErrors,
            @Nullable LastRun lastRun,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastFailureAt,
            List<Recent> recent) {}

    public static ScheduleView of(ScheduleRow row) {
        Written written = row.written();
        return new ScheduleView(
                row.id(),
                written.name(),
                written.labels(),
                written.owner(),
                written.kind(),
                job(written),
                written.template(),
                written.scheduleType(),
                written.recurrence(),
                written.zone(),
                windows(written.activeHours()),
                exceptions(written.exceptions()),
                written.blackouts(),
                written.outsideWindow(),
                written.windowClose(),
                new Missed(written.missed(), written.missedMax()),
                written.grace(),
                written.spread(),
                written.attempts(),
                written.failing().retryBackoff(),
                written.failing().threshold(),
                breaker(written.failing()),
                written.enabled(),
                written.version(),
                written.createdAt(),
                written.updatedAt(),
                state(row));
    }

    /// A patch says only one of `failure_threshold` and `breaker.failures`; what is shown has both, and gives way.
    public static void sayThresholdOnce(JsonNode shown, JsonNode patch) {
        if (shown instanceof ObjectNode schedule && patch.has("failure_threshold")) {
            ((ObjectNode) schedule.path("breaker")).remove("failures");
        } else if (shown instanceof ObjectNode schedule) {
            schedule.remove("failure_threshold");
        }
    }

    /// The job as it is written, with its kind in front; a stored document that does not fit is shown as it is.
    private static JsonNode job(Written written) {
        ObjectNode job = Json.object().put("kind", written.kind());
        if (written.job() instanceof ObjectNode stored) {
            job.setAll(stored);
        }
        return job;
    }

    private static Breaker breaker(Failing failing) {
        return new Breaker(failing.threshold(), failing.of(), failing.atLeastFor(), failing.probation());
    }

    /// Kept in minutes, shown as times of day.
    private static @Nullable JsonNode windows(@Nullable JsonNode stored) {
        if (stored == null || stored.isNull() || stored.isEmpty()) {
            return null;
        }
        JsonNode windows = stored.deepCopy();
        timesOfDay(windows);
        return windows;
    }

    private static JsonNode exceptions(@Nullable JsonNode stored) {
        JsonNode exceptions =
                stored == null || stored.isNull() ? Json.object().putArray("exceptions") : stored.deepCopy();
        exceptions.forEach(exception -> timesOfDay(exception.path("windows")));
        return exceptions;
    }

    private static void timesOfDay(JsonNode windows) {
        for (JsonNode window : windows) {
            if (window instanceof ObjectNode object) {
                object.put("from", time(object.path("from").asInt()));
                object.put("until", time(object.path("until").asInt()));
            }
        }
    }

    private static String time(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }

    private static State state(ScheduleRow row) {
        Stands stands = row.stands();
        return new State(
                stands.standing().word(),
                stands.standing().label(),
                stands.nextSlot(),
                stands.nextDue(),
                stands.waitingFor(),
                stands.currentRun(),
                stands.currentStartedAt(),
                stands.consecutiveFailures(),
                stands.autoDisabledAt(),
                stands.autoDisabledReason(),
                stands.probeDue(),
                stands.recentErrors(),
                row.lastRun(),
                stands.lastSuccessAt(),
                stands.lastFailureAt(),
                row.recent());
    }
}
