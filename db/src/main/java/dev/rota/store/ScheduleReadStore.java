package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.schedule.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Reads schedules for people: what was written, where it stands, and how the last runs went.
public final class ScheduleReadStore {
    private static final int RECENT = 20;

    /// Every week more is one more place to look at for each row of a list.
    private static final Duration RECENT_IN_LISTS = Duration.ofDays(35);

    private static final Duration ALL_OF_THEM = Duration.ofDays(10_000);

    /// Runs are claimed a moment ahead of their slots.
    private static final Duration AHEAD = Duration.ofHours(1);

    private final Database database;

    public ScheduleReadStore(Database database) {
        this.database = database;
    }

    /// One schedule as a page shows it.
    ///
    /// @param tag the entity tag without its quotes: the version of the plan, a dot, the count of progress
    public record ScheduleRow(
            long id,
            String tag,
            Written written,
            Stands stands,
            @Nullable LastRun lastRun,
            List<Recent> recent) {}

    /// What users wrote. `job`, `recurrence`, `activeHours` and `exceptions` are the stored documents.
    public record Written(
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
            @Nullable JsonNode exceptions,
            List<String> blackouts,
            String outsideWindow,
            String windowClose,
            String missed,
            @Nullable Integer missedMax,
            Duration grace,
            Duration spread,
            int attempts,
            Failing failing,
            boolean enabled,
            long version,
            Instant createdAt,
            Instant updatedAt) {}

    /// How failures are taken, as [dev.rota.schedule.FailurePolicy] says it.
    public record Failing(
            Duration retryBackoff,
            int threshold,
            @Nullable Integer of,
            Duration atLeastFor,
            @Nullable Duration probation) {}

    /// Where it stands.
    ///
    /// @param readAt         the database's clock when it was read
    /// @param waitingFor     why it does not run, in a sentence; null: nothing is in its way
    public record Stands(
            Instant readAt,
            Standing standing,
            @Nullable String waitingFor,
            @Nullable Instant nextSlot,
            @Nullable Instant nextDue,
            @Nullable UUID currentRun,
            @Nullable Instant currentStartedAt,
            int consecutiveFailures,
            @Nullable Instant autoDisabledAt,
            @Nullable String autoDisabledReason,
            @Nullable Instant probeDue,
            JsonNode recentErrors,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastFailureAt) {}

    public record LastRun(
            UUID id,
            String status,
            @Nullable String failureClass,
            @Nullable String message,
            Instant startedAt,
            @Nullable Instant finishedAt,
            String trigger) {}

    /// One of the bars that show how the last runs went; in lists those of the last five weeks.
    public record Recent(
            String status, Instant slot, UUID id, @Nullable Long tookMs) {}

    /// Which schedules a list shows; null: all.
    ///
    /// @param words beginnings of words of the name and the labels, all of which must occur
    /// @param label `name` or `name=value`
    /// @param name  the whole name; more than one schedule may have it
    public record Filter(
            @Nullable String words,
            @Nullable String standing,
            @Nullable String kind,
            @Nullable String label,
            @Nullable String name) {
        /// Whatever their names.
        public Filter(
                @Nullable String words, @Nullable String standing, @Nullable String kind, @Nullable String label) {
            this(words, standing, kind, label, null);
        }

        boolean onlyWords() {
            return words != null && standing == null && kind == null && label == null && name == null;
        }
    }

    /// The orders that lists come in.
    public enum Sort {
        ID,
        NAME,
        /// What starts next; behind it, by id, what does not start by itself.
        NEXT_DUE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Schedules in an order, those that come behind the schedule `after`.
    ///
    /// The sort key of `after` is looked up, so that a cursor is only an id; when that schedule is gone, a list in
    /// another order than that of ids ends.
    public List<ScheduleRow> list(Filter filter, Sort sort, @Nullable Long after, int limit) {
        return database.withHandle(handle -> {
            List<Long> ids = handle.inTransaction(asked -> ScheduleOrder.page(asked, filter, sort, after, limit));
            if (ids.isEmpty()) {
                return List.of();
            }
            // Which of them still fit is not asked again; one that went meanwhile is missing.
            Query query = handle.createQuery(select(
                            "where s.id = any(:ids) and s.deleted_at is null order by array_position(:ids, s.id)"))
                    .bindArray("ids", Long.class, ids);
            return withRecent(handle, query, RECENT_IN_LISTS);
        });
    }

    /// Whether there is such a schedule for readers: one that is being deleted is not.
    public boolean exists(long id) {
        return database.withHandle(handle -> handle.createQuery(
                        "select exists (select from schedules where id = :id and deleted_at is null)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    public Optional<ScheduleRow> find(long id) {
        return database.jdbi().withHandle(handle -> find(handle, id));
    }

    static Optional<ScheduleRow> find(Handle handle, long id) {
        Query query = handle.createQuery(select("where s.id = :id and s.deleted_at is null"))
                .bind("id", id);
        return withRecent(handle, query, ALL_OF_THEM).stream().findFirst();
    }

    /// Everything that is shown of a schedule. The last run is looked up by its schedule and slot, where the runs
    /// before it are found next, and not by its id, which lies anywhere.
    private static String select(String where) {
        return """
            select s.*, a.name as owner, clock_timestamp() as read_at,
                   extract(epoch from s.grace) as grace_s, extract(epoch from s.spread) as spread_s,
                   extract(epoch from s.retry_backoff) as retry_backoff_s,
                   extract(epoch from s.breaker_at_least_for) as breaker_at_least_for_s,
                   extract(epoch from s.breaker_probation) as breaker_probation_s,
                   exists (select from run_request q where q.schedule_id = s.id and q.kind = 'run'
                           and q.status = 'waiting' and q.expires_at > clock_timestamp()) as requested,
                   l.id as l_id, l.status as l_status, l.failure_class as l_failure_class,
                   l.message as l_message, l.started_at as l_started_at, l.finished_at as l_finished_at,
                   l.trigger as l_trigger, <columns>
            from schedules s
            join account a on a.id = s.owner_id
            left join job_template t on t.name = s.template
            left join lateral (
              select r.* from run r
              where r.schedule_id = s.id and r.slot = s.last_slot and case when r.id = s.last_run then true else false end
              order by r.attempt desc limit 1) l on true
            """.replace("<columns>", ScheduleRows.COLUMNS) + where;
    }

    /// @param since how far back from now the last runs are looked for
    private static List<ScheduleRow> withRecent(Handle handle, Query query, Duration since) {
        List<ScheduleRow> rows = Sql.plannedOnce(ScheduleMatch.standing(query))
                .map((row, _) -> ScheduleRowReader.schedule(row))
                .list();
        if (rows.isEmpty()) {
            return rows;
        }
        Instant now = rows.getFirst().stands().readAt();
        Map<Long, List<Recent>> recent =
                recent(handle, rows.stream().map(ScheduleRow::id).toList(), now.minus(since), now.plus(AHEAD));
        return rows.stream()
                .map(row -> new ScheduleRow(
                        row.id(),
                        row.tag(),
                        row.written(),
                        row.stands(),
                        row.lastRun(),
                        recent.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private static Map<Long, List<Recent>> recent(Handle handle, List<Long> schedules, Instant from, Instant to) {
        Map<Long, List<Recent>> recent = new HashMap<>();
        Sql.plannedOnce(handle.createQuery("""
            select r.* from unnest(cast(:ids as bigint[])) wanted (schedule_id)
            cross join lateral (
              select schedule_id, status, slot, id, extract(epoch from finished_at - started_at) * 1000 as took_ms
              from run where schedule_id = wanted.schedule_id and slot between :from and :to
              order by slot desc, attempt desc limit :most) r
            """))
                .bind("ids", schedules.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")))
                .bind("from", Sql.time(from))
                .bind("to", Sql.time(to))
                .bind("most", RECENT)
                .map((row, _) -> Map.entry(
                        row.getLong("schedule_id"),
                        new Recent(
                                row.getString("status"),
                                Columns.instant(row, "slot"),
                                Columns.uuid(row, "id"),
                                Columns.longOrNull(row, "took_ms"))))
                .forEach(entry -> recent.computeIfAbsent(entry.getKey(), _ -> new java.util.ArrayList<>())
                        .add(entry.getValue()));
        return recent;
    }
}
