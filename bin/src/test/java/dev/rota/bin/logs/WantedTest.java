package dev.rota.bin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTest {
    private static final List<String> LINES = List.of(
            "2027-01-01T00:00:00.000Z INFO  RunTask: run started schedule=\"a b\" run=0f3c",
            "2027-01-01T00:00:01.000Z ERROR Poller: no answer schedule=7 run=1a2b",
            "\tat somewhere",
            "{\"at\":\"2027-01-01T00:00:02Z\",\"level\":\"warn\",\"message\":\"odd\",\"schedule\":\"77\"}",
            "2027-01-01T00:00:03.000Z DEBUG Poller: quiet");

    private static List<Integer> fitting(Wanted wanted) {
        return LINES.stream().filter(wanted::fits).map(LINES::indexOf).toList();
    }

    @Test
    void linesAreWantedByLevelTimeTextScheduleAndRun() {
        assertThat(fitting(Wanted.of(null, null, null, null, null))).containsExactly(0, 1, 2, 3, 4);
        assertThat(fitting(Wanted.of("WARN", null, null, null, null))).containsExactly(1, 2, 3);
        assertThat(fitting(Wanted.of(null, "o[dr]d|quiet", null, null, null))).containsExactly(3, 4);
        assertThat(fitting(Wanted.of(null, null, Instant.parse("2027-01-01T00:00:02Z"), null, null)))
                .containsExactly(3, 4);
        assertThat(fitting(Wanted.of(null, null, null, "7", null))).containsExactly(1);
        assertThat(fitting(Wanted.of(null, null, null, "a b", null))).containsExactly(0);
        assertThat(fitting(Wanted.of(null, null, null, null, "0f"))).containsExactly(0);
    }

    @Test
    void anEntryOfTheJournalBecomesALineOfAFile() throws IOException {
        assertThat(DaemonLog.text(
                        "{\"__REALTIME_TIMESTAMP\":\"1798761600123456\",\"PRIORITY\":\"4\",\"MESSAGE\":\"a b\"}"))
                .isEqualTo("2027-01-01T00:00:00.123Z WARN  a b");
        assertThat(DaemonLog.text("{\"MESSAGE\":[104,195,164]}")).isEqualTo("1970-01-01T00:00:00Z INFO  hä");
    }
}
