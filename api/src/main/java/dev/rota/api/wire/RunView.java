package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.store.RunHistoryStore.Items;
import dev.rota.store.RunHistoryStore.RunRow;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One run.
///
/// @param tookMs whole milliseconds from start to finish; null while it runs
public record RunView(
        UUID id,
        @Nullable Long scheduleId,
        String scheduleName,
        Instant slot,
        String trigger,
        int attempt,
        String kind,
        String status,
        @Nullable String failureClass,
        @Nullable String message,
        @Nullable String detail,
        boolean late,
        long missed,
        boolean unchanged,
        boolean degraded,
        boolean windowBypassed,
        UUID daemonId,
        long planVersion,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long tookMs,
        int samples,
        Items items,
        @Nullable JsonNode progress) {

    public static RunView of(RunRow run) {
        return new RunView(
                run.id(),
                run.scheduleId(),
                run.scheduleName(),
                run.slot(),
                run.trigger(),
                run.attempt(),
                run.kind(),
                run.status(),
                run.failureClass(),
                run.message(),
                run.detail(),
                run.flags().late(),
                run.flags().missed(),
                run.flags().unchanged(),
                run.flags().degraded(),
                run.flags().windowBypassed(),
                run.daemonId(),
                run.planVersion(),
                run.startedAt(),
                run.finishedAt(),
                run.tookMs(),
                run.samples(),
                run.items(),
                run.progress());
    }
}
