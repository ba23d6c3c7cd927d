package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Retention;
import dev.rota.run.Claim;
import dev.rota.run.Outcome;
import dev.rota.store.OverviewStore.Hour;
import dev.rota.store.RunHistoryStore.After;
import dev.rota.store.RunHistoryStore.RunRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pages of runs are read from what is kept beside the runs; it must say what the runs themselves say.
class RunPagesIT {
    private static final Duration HOUR = Duration.ofHours(1);

    private final EngineFixture rota = new EngineFixture();
    private final RunHistoryStore runs = new RunHistoryStore(rota.database);

    @AfterEach
    void close() {
        rota.close();
    }

    private List<UUID> ids(@Nullable Long schedule, @Nullable String status) {
        List<UUID> all = new ArrayList<>();
        List<RunRow> page = runs.list(schedule, status, null, 2);
        while (!page.isEmpty()) {
            page.forEach(run -> all.add(run.id()));
            page = runs.list(schedule, status, After.of(page.getLast()), 2);
        }
        return all;
    }

    private List<UUID> asked(String where) {
        return rota.database.withHandle(handle -> handle.createQuery("select id from run " + where)
                .mapTo(UUID.class)
                .list());
    }

    @Test
    void everyPageSaysWhatTheRunsThemselvesSay() {
        List<Long> schedules = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            schedules.add(rota.schedule("hourly " + i, HOUR, Duration.ofSeconds(5)));
        }
        for (int round = 0; round < 3; round++) {
            schedules.forEach(rota::makeDue);
            List<Claim> claims = rota.claim();
            assertThat(claims).hasSize(4);
            rota.finish(claims.get(0), Outcome.Succeeded.of("done"));
            rota.finish(claims.get(1), EngineFixture.failure());
            rota.finish(claims.get(2), EngineFixture.failure());
            if (round < 2) {
                new RunStore(rota.database).handBack(List.of(claims.get(3).runId()), "lost");
            }
        }
        for (String status : new String[] {"running", "succeeded", "failed", "interrupted", "abandoned"}) {
            assertThat(ids(null, status))
                    .as(status)
                    .isEqualTo(asked("where status = '" + status + "' order by slot desc, id desc"));
            for (long schedule : schedules) {
                assertThat(ids(schedule, status))
                        .as("%s of %d", status, schedule)
                        .isEqualTo(asked("where status = '" + status + "' and schedule_id = " + schedule
                                + " order by slot desc, attempt desc, id desc"));
            }
        }
        assertThat(ids(null, null)).hasSize(12).isEqualTo(asked("order by slot desc, id desc"));
        assertThat(ids(null, "failed")).hasSize(6);
        assertThat(ids(null, "interrupted")).hasSize(2);
        assertThat(ids(null, "running")).hasSize(1);
    }

    @Test
    void whatEndedInAnHourIsCountedAsItEnds() {
        rota.schedule("hourly", HOUR, Duration.ofSeconds(5));
        rota.finish(rota.claim().getFirst(), Outcome.Succeeded.of("done"));
        rota.makeDue(1);
        rota.finish(rota.claim().getFirst(), EngineFixture.failure());

        List<Hour> hours = new OverviewStore(rota.database).hours();

        assertThat(hours.stream().mapToLong(Hour::succeeded).sum()).isEqualTo(1);
        assertThat(hours.stream().mapToLong(Hour::failed).sum()).isEqualTo(1);
        assertThat(hours)
                .extracting(Hour::hour)
                .isEqualTo(rota.database.withHandle(handle -> handle.createQuery(
                                "select distinct date_trunc('hour', finished_at, 'UTC') as hour from run order by 1")
                        .map((row, _) -> Columns.instant(row, "hour"))
                        .list()));
    }

    @Test
    void hoursThatNobodyShowsAnyMoreAreForgottenAndSoAreRunsThatWentWithTheirWeek() {
        rota.sql("insert into run_hour (hour, writer, succeeded, failed) values (clock_timestamp() - interval '2 days',"
                + " 1, 1, 0), (clock_timestamp() - interval '4 days', 1, 1, 0)");
        rota.sql("select ensure_partition('run', clock_timestamp() - interval '89 days');"
                + " insert into run_amiss (slot, id, schedule_id, attempt, status) values"
                + " (clock_timestamp() - interval '89 days', gen_random_uuid(), 1, 1, 'failed'),"
                + " (clock_timestamp() - interval '98 days', gen_random_uuid(), 1, 1, 'failed')");
        new ChoreStore(rota.database).prune(Retention.STANDARD);
        assertThat(rota.number("select count(*) from run_hour")).isOne();
        assertThat(rota.number("select count(*) from run_amiss")).isOne();
    }
}
