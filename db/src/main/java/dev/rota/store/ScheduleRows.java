package dev.rota.store;

import dev.rota.job.BrokenJob;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.job.UnknownJob;
import dev.rota.schedule.Manual;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OutsideWindow;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Progress;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.When;
import dev.rota.schedule.WindowClose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a row of `schedules` (joined with its template) as the schedule it is, or a row of one of its two tables as
/// that half of it.
///
/// Reading never fails: a plan that does not make sense (somebody edited the table) becomes a schedule without
/// recurrence whose job is a [BrokenJob], so that its next run fails with a sentence and no other row is disturbed.
final class ScheduleRows {
    /// What [#plan] needs besides the job, from `schedule_plan s`.
    static final String PLAN = """
        s.id, s.version, s.name, s.kind, s.recurrence, s.zone, s.active_hours, s.exceptions, s.calendars,
        s.outside_window, s.window_close, s.missed, s.missed_max,
        (extract(epoch from s.grace) * 1000000)::bigint as grace_us,
        (extract(epoch from s.spread) * 1000000)::bigint as spread_us,
        s.attempts, s.failure_threshold, s.breaker_of,
        (extract(epoch from s.retry_backoff) * 1000000)::bigint as retry_backoff_us,
        (extract(epoch from s.breaker_at_least_for) * 1000000)::bigint as breaker_at_least_for_us,
        (extract(epoch from s.breaker_probation) * 1000000)::bigint as breaker_probation_us, s.enabled\
        """;

    private static final String PROGRESS = "s.next_slot, s.next_due, s.slot_attempts, s.slot_failures, s.not_before,"
            + " s.failures, s.auto_disabled_at, s.auto_disabled_reason";

    /// What [#schedule] needs, from `schedules s left join job_template t on t.name = s.template`.
    static final String COLUMNS = PLAN + ", coalesce(t.job, s.job) as job, " + PROGRESS;

    /// What [#place] needs, from `schedule_progress s`.
    static final String PLACE = "s.schedule_id, s.plan_stamp, " + PROGRESS;

    private static final int REMEMBERED = 4_096;

    private static final Memo<JobText, JobSpec> JOBS = new Memo<>(REMEMBERED);
    private static final Memo<WhenText, When> WHENS = new Memo<>(REMEMBERED);

    private record JobText(String kind, String json) {}

    private record WhenText(
            String recurrence,
            String zone,
            @Nullable String activeHours,
            @Nullable String exceptions,
            String calendars,
            String outside,
            String close,
            String missed,
            int missedMax,
            long grace,
            long spread) {}

    private ScheduleRows() {}

    static Schedule schedule(ResultSet row) throws SQLException {
        return new Schedule(row.getLong("id"), row.getLong("version"), plan(row), progress(row));
    }

    static Plans.Place place(ResultSet row) throws SQLException {
        return new Plans.Place(row.getLong("schedule_id"), Columns.uuid(row, "plan_stamp"), progress(row));
    }

    static Plan plan(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        String json = row.getString("job");
        JobSpec job = JOBS.get(new JobText(kind, json), text -> JobSpecJson.read(text.kind(), text.json()));
        When when;
        WhenText text = when(row);
        try {
            when = WHENS.get(text, ScheduleRows::read);
        } catch (RuntimeException e) {
            List<Problem> problems = List.of(new Problem("", "broken_plan", String.valueOf(e.getMessage())));
            job = job instanceof UnknownJob ? job : new BrokenJob(kind, json, problems);
            when = When.of(new Manual(), ZoneOffset.UTC);
        }
        return new Plan(row.getString("name"), job, when, BreakerRows.policy(row), row.getBoolean("enabled"));
    }

    private static Progress progress(ResultSet row) throws SQLException {
        return new Progress(
                Columns.instantOrNull(row, "next_slot"),
                Columns.instantOrNull(row, "next_due"),
                row.getInt("slot_attempts"),
                row.getInt("slot_failures"),
                Columns.instantOrNull(row, "not_before"),
                row.getInt("failures"),
                Columns.instantOrNull(row, "auto_disabled_at"),
                row.getString("auto_disabled_reason"));
    }

    private static WhenText when(ResultSet row) throws SQLException {
        return new WhenText(
                row.getString("recurrence"),
                row.getString("zone"),
                row.getString("active_hours"),
                row.getString("exceptions"),
                row.getString("calendars"),
                row.getString("outside_window"),
                row.getString("window_close"),
                row.getString("missed"),
                row.getInt("missed_max"),
                row.getLong("grace_us"),
                row.getLong("spread_us"));
    }

    private static When read(WhenText text) {
        int max = text.missedMax();
        return new When(
                PlanJson.recurrence(text.recurrence()),
                ZoneId.of(text.zone()),
                PlanJson.activeHours(text.activeHours(), text.exceptions()),
                PlanJson.calendars(text.calendars()),
                word(OutsideWindow.class, text.outside()),
                word(WindowClose.class, text.close()),
                new MissedPolicy(word(MissedPolicy.Kind.class, text.missed()), max == 0 ? 1 : max),
                Duration.of(text.grace(), ChronoUnit.MICROS),
                Duration.of(text.spread(), ChronoUnit.MICROS));
    }

    private static <E extends Enum<E>> E word(Class<E> type, @Nullable String word) {
        return Enum.valueOf(type, String.valueOf(word).toUpperCase(Locale.ROOT));
    }
}
