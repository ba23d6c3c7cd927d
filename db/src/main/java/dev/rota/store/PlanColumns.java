package dev.rota.store;

import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import dev.rota.syntax.Json;
import java.util.Locale;
import org.jdbi.v3.core.statement.SqlStatement;

/// The plan columns of `schedules`, as parameters of an insert or an update.
final class PlanColumns {
    private PlanColumns() {}

    static <S extends SqlStatement<S>> S bind(S statement, ScheduleStore.Draft draft, Plan plan) {
        When when = plan.when();
        MissedPolicy missed = when.missed();
        BreakerRule breaker = plan.failure().breaker();
        return statement
                .bind("name", plan.name())
                .bind("labels", Json.write(draft.labels()))
                .bind("template", draft.template())
                .bind("kind", plan.job().kind())
                .bind("lane", plan.job().lane().word())
                .bind("job", JobSpecJson.write(plan.job()))
                .bind("recurrence", PlanJson.write(when.recurrence()))
                .bind("zone", when.zone().getId())
                .bind("active_hours", PlanJson.write(when.activeHours()))
                .bind("exceptions", PlanJson.writeExceptions(when.activeHours()))
                .bindArray(
                        "blackouts",
                        String.class,
                        when.blackouts().stream().map(Calendar::name).toList())
                .bind("calendars", PlanJson.writeCalendars(when.blackouts()))
                .bind("outside_window", word(when.outside()))
                .bind("window_close", word(when.close()))
                .bind("missed", word(missed.kind()))
                .bind("missed_max", missed.kind() == MissedPolicy.Kind.ALL ? missed.max() : null)
                .bind("grace", Sql.micros(when.grace()))
                .bind("spread", Sql.micros(when.spread()))
                .bind("attempts", plan.failure().attempts())
                .bind("retry_backoff", Sql.micros(plan.failure().backoff()))
                .bind("failure_threshold", breaker.failures())
                .bind("breaker_of", breaker.of())
                .bind("breaker_at_least_for", Sql.micros(breaker.atLeastFor()))
                .bind("breaker_probation", breaker.probation() == null ? null : Sql.micros(breaker.probation()))
                .bind("enabled", plan.enabled());
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
