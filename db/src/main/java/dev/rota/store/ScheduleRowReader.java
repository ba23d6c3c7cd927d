package dev.rota.store;

import dev.rota.schedule.Schedule;
import dev.rota.schedule.Standing;
import dev.rota.store.ScheduleReadStore.Failing;
import dev.rota.store.ScheduleReadStore.LastRun;
import dev.rota.store.ScheduleReadStore.ScheduleRow;
import dev.rota.store.ScheduleReadStore.Stands;
import dev.rota.store.ScheduleReadStore.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// Reads a row of [ScheduleReadStore]'s one query as what a page shows.
final class ScheduleRowReader {
    private ScheduleRowReader() {}

    static ScheduleRow schedule(ResultSet row) throws SQLException {
        return new ScheduleRow(
                row.getLong("id"),
                "v" + row.getLong("version") + "." + row.getLong("progress_seq"),
                written(row),
                stands(row),
                row.getString("l_id") == null ? null : lastRun(row),
                List.of());
    }

    private static Written written(ResultSet row) throws SQLException {
        return new Written(
                row.getString("name"),
                Columns.json(row, "labels"),
                row.getString("owner"),
                row.getString("kind"),
                Columns.json(row, "job"),
                row.getString("template"),
                row.getString("schedule_type"),
                PlanJson.withWords(Columns.json(row, "recurrence")),
                row.getString("zone"),
                row.getString("active_hours") == null ? null : Columns.json(row, "active_hours"),
                row.getString("exceptions") == null ? null : Columns.json(row, "exceptions"),
                Arrays.asList((String[]) row.getArray("blackouts").getArray()),
                row.getString("outside_window"),
                row.getString("window_close"),
                row.getString("missed"),
                row.getObject("missed_max", Integer.class),
                seconds(row, "grace_s"),
                seconds(row, "spread_s"),
                row.getInt("attempts"),
                new Failing(
                        seconds(row, "retry_backoff_s"),
                        row.getInt("failure_threshold"),
                        row.getObject("breaker_of", Integer.class),
                        seconds(row, "breaker_at_least_for_s"),
                        row.getString("breaker_probation_s") == null ? null : seconds(row, "breaker_probation_s")),
                row.getBoolean("enabled"),
                row.getLong("version"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }

    private static Duration seconds(ResultSet row, String column) throws SQLException {
        return Duration.ofNanos(
                row.getBigDecimal(column).movePointRight(9).toBigInteger().longValueExact());
    }

    private static Stands stands(ResultSet row) throws SQLException {
        Schedule schedule = ScheduleRows.schedule(row);
        UUID running = Columns.uuidOrNull(row, "current_run");
        Instant now = Columns.instant(row, "read_at");
        Instant probe = Columns.instantOrNull(row, "probe_due");
        Standing standing = Standing.of(schedule, running != null, "failed".equals(row.getString("last_status")));
        return new Stands(
                now,
                standing,
                standing.waitingFor(schedule, now, new Standing.Beside(row.getBoolean("requested"), probe)),
                schedule.progress().nextSlot(),
                schedule.progress().nextDue(),
                running,
                Columns.instantOrNull(row, "current_started_at"),
                row.getInt("failures"),
                Columns.instantOrNull(row, "auto_disabled_at"),
                row.getString("auto_disabled_reason"),
                probe,
                Columns.json(row, "last_errors"),
                Columns.instantOrNull(row, "last_success_at"),
                Columns.instantOrNull(row, "last_failure_at"));
    }

    private static LastRun lastRun(ResultSet row) throws SQLException {
        return new LastRun(
                Columns.uuid(row, "l_id"),
                row.getString("l_status"),
                row.getString("l_failure_class"),
                row.getString("l_message"),
                Columns.instant(row, "l_started_at"),
                Columns.instantOrNull(row, "l_finished_at"),
                row.getString("l_trigger"));
    }
}
