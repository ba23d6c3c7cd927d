package dev.rota.daemon.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With real processes that nobody waits for.
class LeftoversTest {
    private final UUID run = UUID.randomUUID();
    private final Leftovers leftovers = new Leftovers(Path.of("/proc"));
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aProgramThatIgnoresTermIsFoundByItsCookieAndKilled() throws Exception {
        Process process = start("trap '' TERM; echo up; while :; do sleep 1; done", run.toString());

        assertThat(leftovers.runs()).contains(run);
        assertThat(leftovers.end(run)).isTrue();

        assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(leftovers.runs()).doesNotContain(run);
    }

    @Test
    void otherRunsAndOthersVariablesOfThatNameAreLeftAlone() throws Exception {
        Process process = start("echo up; exec sleep 1000", "tuesday");

        assertThat(leftovers.runs()).doesNotContain(run);
        assertThat(leftovers.end(run)).isTrue();

        assertThat(process.isAlive()).isTrue();
    }

    private Process start(String script, String cookie) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true);
        builder.environment().put("ROTA_RUN", cookie);
        Process process = builder.start();
        started.add(process);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).isEqualTo("up");
        return process;
    }
}
