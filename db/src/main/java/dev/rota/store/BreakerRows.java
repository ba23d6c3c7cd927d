package dev.rota.store;

import dev.rota.run.Breaker;
import dev.rota.run.Consequence.Probation;
import dev.rota.run.Consequence.Stand;
import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Schedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Reads what a row of `schedules` says about failing: how it is given up, and what it remembers.
final class BreakerRows {
    /// What [#half] needs besides [ScheduleRows#PLACE].
    static final String COLUMNS = "s.outcomes, s.outcomes_known, s.failing_since, s.probes, s.probe_due,"
            + " coalesce(s.auto_disabled_reason like '" + HandBack.QUARANTINE + "%', false) as quarantined";

    private BreakerRows() {}

    static FailurePolicy policy(ResultSet row) throws SQLException {
        Long of = Columns.longOrNull(row, "breaker_of");
        return new FailurePolicy(
                row.getInt("attempts"),
                micros(row.getLong("retry_backoff_us")),
                new BreakerRule(
                        row.getInt("failure_threshold"),
                        of == null ? null : of.intValue(),
                        micros(row.getLong("breaker_at_least_for_us")),
                        probation(row)));
    }

    private static @Nullable Duration probation(ResultSet row) throws SQLException {
        Long micros = Columns.longOrNull(row, "breaker_probation_us");
        return micros == null ? null : micros(micros);
    }

    /// What a row of `schedule_progress` says, until the plan is beside it.
    record Half(Plans.Place place, Breaker.Memory memory, Probation probation, boolean quarantined) {
        Stand under(Schedule schedule) {
            return new Stand(schedule, memory, probation, quarantined);
        }
    }

    static Half half(ResultSet row) throws SQLException {
        return new Half(
                ScheduleRows.place(row),
                new Breaker.Memory(
                        row.getInt("failures"),
                        row.getLong("outcomes"),
                        row.getInt("outcomes_known"),
                        Columns.instantOrNull(row, "failing_since")),
                new Probation(row.getInt("probes"), Columns.instantOrNull(row, "probe_due")),
                row.getBoolean("quarantined"));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
