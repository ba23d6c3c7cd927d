package dev.rota.daemon.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rota.daemon.faults.Trial.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Three servers by Patroni: `packaging/test/failover`, whose table and judgement become a row.
final class FailoverTrial {
    static final List<Trial> ALL = List.of(new Trial(
            "F-16", "three servers by Patroni: primary killed, cut off, switched over", _ -> FailoverTrial.run()));

    private static final Path SCRIPT = Path.of("packaging/test/failover");

    private FailoverTrial() {}

    private static Finding run() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is not here; start in the repository");
        Path place = Ground.open("rota-failover-");
        Path output = place.resolve("failover.out");
        try {
            ProcessBuilder script = new ProcessBuilder(SCRIPT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            script.environment().put("ROTA_TEST_CLASSPATH", System.getProperty("java.class.path"));
            script.environment().put("TMPDIR", place.toString());
            int status = ended(script.start());
            List<String> said = Files.readAllLines(output);
            assumeTrue(status != 69 && status != 77, said.isEmpty() ? "it cannot run here" : said.getLast());
            return finding(said, status);
        } finally {
            Ground.close(place);
        }
    }

    /// Whoever interrupts us interrupts it, and lets it clean up.
    private static int ended(Process script) throws InterruptedException {
        try {
            return script.waitFor();
        } catch (InterruptedException e) {
            script.destroy();
            script.onExit().join();
            throw e;
        }
    }

    /// @param said a line for each fault with two times in it, and `name count` for each that the judge counted
    private static Finding finding(List<String> said, int status) {
        Map<String, Long> counts = new HashMap<>();
        for (String line : said) {
            String[] words = line.strip().split(" +", -1);
            if (words.length == 2 && words[1].matches("\\d+")) {
                counts.put(words[0], Long.parseLong(words[1]));
            }
        }
        List<String> faults = said.stream()
                .filter(line -> line.matches(".* \\d+\\.\\d s +\\d+\\.\\d s .*"))
                .map(line -> line.replaceAll("  +", ", "))
                .toList();
        Verdict verdict = new Verdict(
                counts.getOrDefault("ok2", 0L),
                counts.getOrDefault("gaps", 0L),
                counts.getOrDefault("twice", 0L),
                counts.getOrDefault("overlap", 0L),
                counts.getOrDefault("early", 0L),
                counts.getOrDefault("backwards", 0L),
                counts.getOrDefault("open", 0L),
                counts.getOrDefault("putAside", 0L),
                counts.getOrDefault("fenced", 0L),
                counts.getOrDefault("abandoned", 0L),
                counts.getOrDefault("interrupted", 0L),
                counts.getOrDefault("succeeded", 0L));
        return Finding.of(faults.size(), verdict)
                .sure("all three", faults.size() == 3)
                .sure("judged", counts.containsKey("ok2") && status == 0)
                .note("new leader, works again, daemons: "
                        + faults.stream().map(String::strip).collect(Collectors.joining("; ")))
                .note(status == 0 ? "" : String.join(" ", said.subList(Math.max(0, said.size() - 3), said.size())));
    }
}
