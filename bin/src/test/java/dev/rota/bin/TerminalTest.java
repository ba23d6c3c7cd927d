package dev.rota.bin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a process of its own: on a terminal of 60 columns, which script(1) makes, and in a pipe.
class TerminalTest {
    private static final String BOLD = "\u001b[1m";

    @TempDir
    private Path directory = Path.of("");

    private String command = "";

    @BeforeAll
    static void aTerminalCanBeMade() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1)");
    }

    @BeforeEach
    void plan() throws IOException {
        Path plan = Files.writeString(
                directory.resolve("plan.yaml"), "name: nightly\nzone: Europe/Rome\nrecurrence: {cron: 30 2 * * *}\n");
        command = "'%s' -XX:TieredStopAtLevel=1 -cp \"$ROTA_TEST_CLASSES\" %s simulate -f '%s' --from %s --to %s"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Main.class.getName(),
                        plan,
                        "2027-03-26",
                        "2027-03-28");
    }

    @Test
    void onATerminalLinesFitAndTitlesStandOut() throws Exception {
        List<String> lines = onTerminal("");
        assertThat(lines).anyMatch(line -> line.startsWith(BOLD + "SLOT"));
        assertThat(lines.stream().filter(line -> line.startsWith("2027-")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSize(60).endsWith("…"));
    }

    @Test
    void onATerminalThatIsToHaveNoColoursThereAreNone() throws Exception {
        assertThat(onTerminal("NO_COLOR=1 "))
                .anyMatch(line -> line.startsWith("SLOT"))
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void inAPipeLinesAreWholeAndPlain() throws Exception {
        List<String> lines = onTerminal("", " | cat");
        assertThat(lines).anyMatch(line -> line.startsWith("SLOT")).noneMatch(line -> line.contains("\u001b"));
        assertThat(lines.stream().filter(line -> line.startsWith("2027-")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeGreaterThan(60).endsWith("-"));
    }

    private List<String> onTerminal(String before) throws Exception {
        return onTerminal(before, "");
    }

    private List<String> onTerminal(String before, String after) throws Exception {
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/script", "-qec", "stty cols 60 rows 20; " + before + command + after, "/dev/null")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(said.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("NO_COLOR", "COLUMNS"));
        environment.put("TERM", "xterm");
        environment.put("ROTA_TEST_CLASSES", System.getProperty("java.class.path"));
        Process script = builder.start();
        assertThat(script.waitFor()).as(Files.readString(said)).isZero();
        return Files.readString(said, StandardCharsets.UTF_8).lines().toList();
    }
}
