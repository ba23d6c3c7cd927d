package dev.rota.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.MetricType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StorableTextTest {
    @Test
    void whatCannotBeKeptIsReplacedAndAllElseStays() {
        assertThat(StorableText.of("a\0b\uD800c\uDC00")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        assertThat(StorableText.of("Zürich \uD83D\uDD70")).isEqualTo("Zürich \uD83D\uDD70");
        assertThat(StorableText.fits("\uD83D\uDD70")).isTrue();
        assertThat(StorableText.fits("\uDD70\uD83D")).isFalse();
        assertThat(StorableText.fits("\0")).isFalse();
    }

    @Test
    void whatIsTooLongEndsWithAnEllipsisAndIsFitForAllThat() {
        assertThat(StorableText.shortened("four", 4)).isEqualTo("four");
        assertThat(StorableText.shortened("fiver", 4)).isEqualTo("five…");
        assertThat(StorableText.shortened("a\0", 4)).isEqualTo("a\uFFFD");
        assertThat(StorableText.shortened("ab\uD83D\uDD70", 3))
                .as("half a pair")
                .isEqualTo("ab\uFFFD…");
    }

    @Test
    void seriesAndItemsThatWouldBeTheSameInTheDatabaseAreTheSameBefore() {
        assertThat(labelled("a\0")).isEqualTo(labelled("a\uFFFD"));
        assertThat(labelled("a\uD800").labels()).containsEntry("site", "a\uFFFD");
        assertThat(new ScrapedItem("k\0", new TreeMap<>(Map.of("t", "x\0"))))
                .isEqualTo(new ScrapedItem("k\uFFFD", new TreeMap<>(Map.of("t", "x\uFFFD"))));
    }

    private static Measurement labelled(String site) {
        return new Measurement(
                "power",
                new TreeMap<>(Map.of("site", site)),
                MetricType.GAUGE,
                "W",
                BigDecimal.ONE,
                Instant.EPOCH,
                Measurement.CounterRule.PLAIN);
    }
}
