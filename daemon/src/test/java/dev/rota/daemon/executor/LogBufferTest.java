package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.run.LogLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBufferTest {
    private final Masker masker = new Masker();
    private final LogBuffer log = new LogBuffer(() -> Claims.NOW, masker, 100);

    @Test
    void countsTheBytesThatAReaderSees() {
        log.info("äö");
        log.output("two\nlines");

        assertThat(log.take())
                .containsExactly(
                        new LogLine(0, Claims.NOW, "INFO", "äö"),
                        new LogLine(5, Claims.NOW, "OUT", "two"),
                        new LogLine(9, Claims.NOW, "OUT", "lines"));
        assertThat(log.bytes()).isEqualTo(15);
        assertThat(log.take()).isEmpty();
    }

    @Test
    void endsWithAWordWhenItIsFullAndStillTellsHowTheRunEnded() {
        for (int i = 0; i < 100; i++) {
            log.info("0123456789");
        }
        log.last("INFO", "Ended");

        List<LogLine> lines = log.take();
        assertThat(lines).hasSize(9 + 2);
        assertThat(lines.get(9).text()).contains("the rest is left out");
        assertThat(lines.getLast().text()).isEqualTo("Ended");
    }

    @Test
    void masksASecretOfSeveralLines() {
        masker.add("first-part\nsecond-part");
        log.output("a first-part b");
        log.output("c second-part d");

        assertThat(log.take()).extracting(LogLine::text).containsExactly("a *** b", "c *** d");
    }

    @Test
    void keepsNothingThatPostgresCannotStore() {
        log.output("a\0b\ud800c");

        assertThat(log.take().getFirst().text()).isEqualTo("a\uFFFDb\uFFFDc");
    }
}
