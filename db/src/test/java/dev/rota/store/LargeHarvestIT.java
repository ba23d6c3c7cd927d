package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.MetricType;
import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import dev.rota.run.Measurement;
import dev.rota.run.Outcome;
import dev.rota.run.ScrapedItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What grows with the square of what a run brought home meets the limit of a statement here.
class LargeHarvestIT {
    private static final int MANY = 20_000;

    private final EngineFixture rota = new EngineFixture();

    @AfterEach
    void close() {
        rota.close();
    }

    @Test
    void manyNumbersOfOneRunAreRecorded() {
        long id = rota.schedule("power", Duration.ofHours(1), Duration.ofSeconds(5));
        for (int time = 1; time <= 2; time++) {
            Instant at = rota.clock();
            record(
                    id,
                    new Harvest(
                            IntStream.range(0, MANY)
                                    .mapToObj(i -> number(i, at))
                                    .toList(),
                            List.of()));
            assertThat(rota.number("select count(*) from sample")).isEqualTo((long) time * MANY);
        }
        assertThat(rota.number("select count(*) from series")).isEqualTo(MANY);
    }

    @Test
    void manyItemsOfOneRunAreRecorded() {
        long id = rota.schedule("shop", Duration.ofHours(1), Duration.ofSeconds(5));
        for (String price : List.of("1", "2")) {
            record(
                    id,
                    new Harvest(
                            List.of(),
                            IntStream.range(0, MANY)
                                    .mapToObj(i -> item(i, price))
                                    .toList()));
        }
        assertThat(rota.number("select count(*) from item where fields ->> 'price' = '2'"))
                .isEqualTo(MANY);
    }

    private void record(long schedule, Harvest harvest) {
        rota.makeDue(schedule);
        Claim claim = rota.claim().getFirst();
        rota.finish(claim, Outcome.Succeeded.of("much"), harvest);
        assertThat(rota.text("select status from run where id = '" + claim.runId() + "'"))
                .isEqualTo("succeeded");
    }

    private static Measurement number(int i, Instant at) {
        return new Measurement(
                "power",
                new TreeMap<>(Map.of("meter", "m" + i)),
                MetricType.GAUGE,
                "W",
                BigDecimal.valueOf(i),
                at,
                Measurement.CounterRule.PLAIN);
    }

    private static ScrapedItem item(int i, String price) {
        return new ScrapedItem("item " + i, new TreeMap<>(Map.of("price", price)));
    }
}
