package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Every;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An edit of a calendar that many schedules name, beside daemons at work.
class CalendarReachIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private final EngineFixture rota = new EngineFixture();
    private final Database editors = Database.open(rota.server.config(), "editors", 1);
    private final CalendarStore calendars = new CalendarStore(editors);
    private final List<String> statements = new ArrayList<>();

    @AfterEach
    void close() {
        editors.close();
        rota.close();
    }

    private void schedules(int many) {
        When when = When.of(new Every(HOUR, rota.clock().minusSeconds(5)), ZoneOffset.UTC)
                .withBlackouts(List.of(new Calendar("upkeep", List.of())));
        for (int i = 0; i < many; i++) {
            Plan plan = new Plan("s" + i, ScrapeJob.example(), when, FailurePolicy.STANDARD, true);
            long id = new ScheduleStore(rota.database).create(new ScheduleStore.Draft(plan, Map.of(), null), 1);
            rota.sql("update schedules set next_slot = next_slot - interval '1 hour',"
                    + " next_due = next_due - interval '1 hour' where id = " + id);
        }
    }

    private List<Calendar.Entry> hours(int until) {
        LocalDateTime now =
                LocalDateTime.ofInstant(rota.clock(), ZoneOffset.UTC).withNano(0);
        return List.of(new Calendar.Entry(new Calendar.Times(now.minusHours(1), now.plusHours(until)), "upkeep"));
    }

    private void before(Runnable act) {
        editors.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                String sql = context.getRenderedSql();
                statements.add(sql);
                if (sql.contains("schedule_progress s") && sql.contains("for no key update")) {
                    act.run();
                }
            }

            @Override
            public void logException(StatementContext context, SQLException e) {}
        });
    }

    @Test
    void itTakesAsManyStatementsForManySchedulesAsForFew() {
        calendars.create("upkeep", "", List.of());
        schedules(2);
        assertThat(rota.claim()).hasSize(2);
        before(() -> {});
        calendars.replace("upkeep", null, "", hours(10));
        int few = statements.size();
        assertThat(few).isPositive();
        schedules(60);
        assertThat(rota.claim()).as("but not those of the new hours").isEmpty();
        statements.clear();

        calendars.replace("upkeep", null, "", hours(20));

        assertThat(statements).hasSizeLessThan(few + 20);
        assertThat(rota.number("select count(*) from schedules where progress_seq > 0"
                        + " and next_due > clock_timestamp() + interval '19 h'"))
                .isEqualTo(62);
        assertThat(rota.number("select count(*) from schedule_plan where calendars = (select jsonb_build_array("
                        + "jsonb_build_object('name', name, 'entries', entries)) from calendar)"))
                .isEqualTo(62);
    }

    @Test
    void whatRunsWhileItIsComputedIsNotForgotten() {
        calendars.create("upkeep", "", List.of());
        schedules(2);
        List<Claim> claims = new ArrayList<>();
        before(() -> claims.addAll(rota.claim()));

        calendars.replace("upkeep", null, "", hours(10));

        assertThat(claims).as("no daemon waited").hasSize(2);
        assertThat(rota.number("select count(*) from schedules where current_run is not null and slot_attempts = 1"
                        + " and next_slot > current_slot and next_due > clock_timestamp() + interval '9 h'"))
                .isEqualTo(2);
        assertThat(rota.number("select count(*) from decision")).isZero();
    }
}
