package dev.rota.bin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static Table table() {
        Table table = new Table("NAME", "LAST RUN");
        table.row("a, \"b\"\u001b[2J", "-");
        table.row("x".repeat(61), "two\nlines");
        return table;
    }

    @Test
    void csvKeepsWhatIsWrittenAndNamesItsColumnsForPrograms() {
        table().csv(out);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("name,last_run\n\"a, \"\"b\"\"\u001b[2J\",\n" + "x".repeat(61) + ",\"two\nlines\"\n");
    }

    @Test
    void aTableForPeopleMovesNoCursorAndIsNotEndless() {
        table().print(out, false, Integer.MAX_VALUE);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .noneMatch(line -> line.contains("\u001b"))
                .last()
                .isEqualTo("x".repeat(59) + "…  two lines");
    }
}
