package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.MetricType;
import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import dev.rota.run.Measurement;
import dev.rota.run.Outcome;
import dev.rota.store.RunStore.Finish;
import dev.rota.store.RunStore.Finished;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One end among five that cannot be recorded, for one reason or another.
class RecordingIT {
    private final EngineFixture rota = new EngineFixture();
    private List<Claim> claims;

    @BeforeEach
    void fiveRuns() {
        for (int i = 0; i < 5; i++) {
            rota.schedule("s" + i, Duration.ofHours(1), Duration.ofSeconds(5));
        }
        claims = rota.claim();
    }

    @AfterEach
    void close() {
        rota.close();
    }

    /// Two rows for one (21), wrong data (22), a broken constraint (23), too large (54).
    @ParameterizedTest
    @ValueSource(strings = {"21000", "22003", "23505", "54000"})
    void dataThatAreRefusedCostOnlyTheirOwnRun(String state) {
        refuseSeries(state);

        Finish finish = rota.runs.finish(ends("s3", measured("a")));

        assertThat(finish.recorded()).hasSize(5);
        assertThat(finish.lighter()).containsOnlyKeys(run("s3"));
        assertThat(rota.text("select string_agg(status, ' ' order by schedule_name) from run"))
                .isEqualTo("succeeded succeeded succeeded failed succeeded");
        assertThat(rota.text("select message from run where status = 'failed'"))
                .isEqualTo("The result could not be stored: " + state);
    }

    @Test
    void aResultThatWasRefusedBeforeAndItsAnswerLostIsNoResultThatCameTooLate() {
        refuseSeries("21000");
        List<Finished> ends = ends("s3", measured("a"));
        rota.runs.finish(ends);

        Finish again = rota.runs.finish(ends);

        assertThat(again.recorded()).hasSize(5);
        assertThat(again.fenced()).isEmpty();
    }

    /// No right to write, an index that is broken, a function that gives up, a lock.
    @ParameterizedTest
    @ValueSource(strings = {"42501", "XX002", "P0001", "55P03"})
    void whatHindersOneEndKeepsNoOtherFromBeingRecorded(String state) {
        refuseSeries(state);

        assertThatThrownBy(() -> rota.runs.finish(ends("s3", measured("a"))))
                .isInstanceOfSatisfying(NotRecorded.class, e -> {
                    assertThat(e.left()).extracting(end -> end.claim().runId()).containsExactly(run("s3"));
                    assertThat(e.done().recorded()).hasSize(4);
                    assertThat(e.stalled()).isFalse();
                });

        assertThat(rota.text("select string_agg(status, ' ' order by schedule_name) from run"))
                .isEqualTo("succeeded succeeded succeeded running succeeded");
        rota.sql("drop trigger refused on series");
        assertThat(rota.runs.finish(List.of(ends("s3", measured("a")).get(3))).recorded())
                .containsExactly(run("s3"));
        assertThat(rota.number("select count(*) from sample")).isEqualTo(1);
    }

    @Test
    void namesThatOnlyDifferInWhatCannotBeKeptAreOneSeries() {
        Finish finish = rota.runs.finish(ends("s3", measured("a\0", "a\uFFFD", "b\uD800", "b\uFFFD")));

        assertThat(finish.lighter()).isEmpty();
        assertThat(rota.number("select count(*) from series")).isEqualTo(2);
    }

    private void refuseSeries(String state) {
        rota.sql("""
            create function refuse() returns trigger language plpgsql as
              $$ begin raise exception 'refused' using errcode = '%s'; end $$;
            create trigger refused before insert on series for each row execute function refuse()
            """.formatted(state));
    }

    private UUID run(String schedule) {
        return claims.stream()
                .filter(claim -> claim.scheduleName().equals(schedule))
                .findFirst()
                .orElseThrow()
                .runId();
    }

    private List<Finished> ends(String schedule, Harvest harvest) {
        Instant now = rota.clock();
        return claims.stream()
                .map(claim -> new Finished(
                        claim,
                        Outcome.Succeeded.of("done"),
                        claim.scheduleName().equals(schedule) ? harvest : Harvest.NONE,
                        claim.startsAt(),
                        now,
                        0))
                .toList();
    }

    private Harvest measured(String... sites) {
        return new Harvest(
                Stream.of(sites)
                        .map(site -> new Measurement(
                                "power",
                                new TreeMap<>(Map.of("site", site)),
                                MetricType.GAUGE,
                                "W",
                                BigDecimal.ONE,
                                rota.clock(),
                                Measurement.CounterRule.PLAIN))
                        .toList(),
                List.of());
    }
}
