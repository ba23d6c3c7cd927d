package dev.rota.bin.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.Rota;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {
    @TempDir
    private Path directory;

    private List<Path> pages() throws IOException {
        assertThat(Rota.run(Map.of(), "", "manual", directory.toString()).err()).isEmpty();
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyCommandAndOptionAndParameterIsDescribed() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            // An item is .TP, its term, its meaning; a command of a command is .SS, then .PP and its description.
            assertThat(text.lines().toList())
                    .as(page.toString())
                    .noneMatch(line -> line.isBlank())
                    .noneMatch(line -> line.contains("${") || line.contains("null"));
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).equals(".TP")) {
                    assertThat(lines.get(i + 2))
                            .as(page + ": " + lines.get(i + 1))
                            .matches("[^.].{3,}");
                }
                if (lines.get(i).startsWith(".SH") || lines.get(i).startsWith(".SS")) {
                    String empty = lines.get(i).startsWith(".SH") ? ".SH" : ".S";
                    assertThat(i + 1 < lines.size() && !lines.get(i + 1).startsWith(empty))
                            .as(page + ": nothing below " + lines.get(i))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyCommandHasAPage() throws IOException {
        assertThat(pages())
                .extracting(page -> page.getFileName().toString())
                .contains("rota.1", "rota-schedules.1", "rota-import.1", "rota-items.1", "rota-series.1", "rota.conf.5")
                .doesNotContain("rota-manual.1");
        assertThat(directory.resolve("man1/rota-schedules.1")).content().contains("apply", "export", "prune");
    }

    @Test
    void bashLoadsTheCompletionAndCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(
                directory.resolve("rota.bash"),
                Rota.run(Map.of(), "", "completion", "bash").out());

        assertThat(completed(script, "rota", "sched")).contains("schedules");
        assertThat(completed(script, "rota", "schedules", "ap")).contains("apply");
        assertThat(completed(script, "rota", "schedules", "apply", "--pr")).contains("--prune");
        assertThat(completed(script, "rota", "import", "")).contains("crontab", "fossawork");
    }

    private static List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        String line = "set -u; source '" + script + "'; COMP_WORDS=(" + quoted(words) + "); COMP_CWORD="
                + (words.length - 1)
                + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; COMPREPLY=(); set +u;"
                + " _complete_rota; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash =
                new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    private static String quoted(String... words) {
        StringBuilder quoted = new StringBuilder();
        for (String word : words) {
            quoted.append('\'').append(word).append("' ");
        }
        return quoted.toString();
    }
}
