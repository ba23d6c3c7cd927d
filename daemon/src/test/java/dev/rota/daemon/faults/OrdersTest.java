package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersTest {
    private static final List<String> IDS = List.of("F-01", "F-62");

    @Test
    void rowsAndHowTheyAreDoneAreRead() {
        Orders orders = Orders.of(List.of("F-62", "times=3", "lanes=1", "soak=PT2H", "seed=7"), IDS);

        assertThat(orders.wrong()).isEmpty();
        assertThat(orders.only()).containsExactly("F-62");
        assertThat(orders.times()).isEqualTo(3);
        assertThat(orders.lanes()).isEqualTo(1);
        assertThat(orders.soak()).isEqualTo(Duration.ofHours(2));
        assertThat(orders.seed()).isEqualTo(7);
    }

    @Test
    void theRowsThatAreKnownBeforeTheBuildAreThoseThatThereAre() {
        assertThat(Trials.all().flatMap(Trials::ids)).containsExactlyElementsOf(Orders.ROWS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        times=0.5  | times=0.5 needs a whole number.
        times=0    | times=0 is not from 1 to 1000.
        soak=2h    | soak=2h needs a duration like PT30M.
        soak=PT1S  | soak=PT1S is not from PT1M to P30D.
        lanes=0    | lanes=0 is not from 1 to 16.
        seed=x     | seed=x needs a whole number.
        time=2     | There is no time=; there are times=, lanes=, soak= and seed=, and the ids of rows.
        F-99       | There is no row F-99. There are: F-01 F-62.
        """)
    void aWordThatCannotBeUsedIsAnsweredWithASentence(String word, String sentence) {
        assertThat(Orders.of(List.of(word), IDS).wrong()).containsExactly(sentence);
    }
}
