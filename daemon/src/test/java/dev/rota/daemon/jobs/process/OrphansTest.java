package dev.rota.daemon.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runner as the first process of its unit, which it is under `PrivatePIDs=`: orphans become its children.
class OrphansTest {
    /// Becomes the runner, after `prctl(PR_SET_CHILD_SUBREAPER, 1)`.
    private static final String ADOPTING = """
        case $(uname -m) in x86_64) prctl=157 ;; *) prctl=167 ;; esac
        exec perl -e 'syscall(0 + shift, 36, 1, 0, 0, 0) == 0 or die "$!"; exec @ARGV' $prctl \
        """;

    @TempDir
    Path directory;

    @Test
    void thoseThatEndAreNotLeftAsZombies() throws Exception {
        String script = "orphan=$(sh -c 'sleep 0.1 >/dev/null & echo $!');"
                + " while kill -0 $orphan 2>/dev/null; do sleep 0.05; done; echo gone";
        try (UnitsForTests units = UnitsForTests.scripted(directory, "", ADOPTING + UnitsForTests.RUNNER)) {
            ProcessRunner runner = new ProcessRunner(
                    new JobLimits("", true, List.of(Path.of("/bin")), List.of(), "rota", units.socket()));
            Command command = new Command(List.of("/bin/sh", "-c", script), null, Map.of(), 65536, true);

            assertThat(runner.run(command, new ContextForTests()).output().text())
                    .isEqualTo("gone\n");
        }
    }
}
