package dev.rota.daemon.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.RunForTests;
import dev.rota.run.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With real processes.
class ProcessRunnerTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private final ContextForTests context = new ContextForTests();
    private final ProcessRunner runner = new ProcessRunner(
            new JobLimits("", true, List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), "rota", null));

    @Test
    void aProgramGetsACleanEnvironmentAnEmptyDirectoryAndNoInput() throws Exception {
        Ended ended = runner.run(
                new Command(
                        List.of("/bin/sh", "-c", "env; ls -A; cat; pwd >&2"),
                        null,
                        Map.of("NAMED", "yes"),
                        65536,
                        true),
                context);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()
                        .text()
                        .lines()
                        .map(line -> line.replaceFirst("=.*", ""))
                        .filter(name -> !name.equals("_")))
                .containsExactlyInAnyOrder("PATH", "LANG", "ROTA_RUN", "NAMED", "PWD");
        assertThat(ended.output().text()).contains("ROTA_RUN=" + context.runId());
        assertThat(Path.of(ended.errors().text().strip())).doesNotExist();
        assertThat(context.lines).contains("OUT NAMED=yes");
    }

    @Test
    void argumentsAreNeverReadByAShell() throws Exception {
        String nasty = "; $(id) `id` | > x \n -o --";

        Ended ended = run("/usr/bin/printf", "%s", nasty);

        assertThat(ended.output().text()).isEqualTo(nasty);
    }

    @Test
    void headAndTailOfAFloodAreKeptAndTheGapIsSaid() throws Exception {
        Ended ended = run("/bin/sh", "-c", "echo first; head -c 20000000 /dev/zero | tr '\\\\0' x; echo; echo last");

        assertThat(ended.output().text())
                .startsWith("first\n")
                .endsWith("\nlast\n")
                .hasSizeLessThan(140_000);
        assertThat(ended.output().missing()).isEqualTo(20_000_012 - 2 * 65536);
        assertThat(context.lines).contains("OUT first", "OUT last").anyMatch(line -> line.contains("bytes left out"));
    }

    @Test
    void anInterruptEndsAnOrphanInASessionOfItsOwnThatIgnoresTerm(@TempDir Path directory) throws Exception {
        // Twice forked and in a new session, it is no descendant any more and in no group of ours.
        String deaf = "trap '' TERM HUP INT; echo $$ > " + directory + "/pid; while :; do sleep 1; done";
        RunForTests<Ended> run = new RunForTests<>(() -> run(
                "/bin/sh",
                "-c",
                "(setsid sh -c \"$0\" </dev/null >/dev/null 2>&1 &) ; trap '' TERM; while :; do sleep 1; done",
                deaf));
        ProcessHandle orphan = ProcessHandle.of(pid(directory)).orElseThrow();
        assertThat(orphan.isAlive()).isTrue();

        assertThat(run.interrupt().failure(SOON)).isInstanceOf(InterruptedException.class);

        assertThat(orphan.isAlive()).isFalse();
        assertThat(carriers()).isEmpty();
    }

    @Test
    void whatAProgramLeavesBehindIsEndedToo(@TempDir Path directory) throws Exception {
        Ended ended = run(
                "/bin/sh",
                "-c",
                "setsid sh -c 'echo $$ > " + directory + "/pid.tmp; mv " + directory + "/pid.tmp " + directory
                        + "/pid; exec sleep 1000' & while ! [ -e " + directory + "/pid ]; do :; done; exit 7");

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ProcessHandle.of(Long.parseLong(
                                Files.readString(directory.resolve("pid")).strip()))
                        .map(ProcessHandle::isAlive)
                        .orElse(false))
                .isFalse();
        assertThat(carriers()).isEmpty();
        assertThat(context.lines).anyMatch(line -> line.startsWith("WARN The program ended but left processes behind"));
    }

    @Test
    void anInterruptEndsABurstOfForks() throws Exception {
        RunForTests<Ended> run = new RunForTests<>(() -> run(
                "/bin/sh",
                "-c",
                "for i in $(seq 60); do (trap '' TERM; sleep 1000 & sleep 1000) & done; echo up; wait"));
        while (!context.lines.contains("OUT up")) {
            Thread.onSpinWait();
        }

        assertThat(run.interrupt().failure(SOON)).isInstanceOf(InterruptedException.class);
        assertThat(carriers()).isEmpty();
    }

    @Test
    void aProgramThatClosesItsOutputAndGoesOnIsWaitedFor() throws Exception {
        Ended ended = run("/bin/sh", "-c", "exec >&- 2>&-; sleep 0.3; exit 5");

        assertThat(ended.exitCode()).isEqualTo(5);
    }

    @Test
    void aSignalIsNamed() throws Exception {
        assertThat(run("/bin/sh", "-c", "kill -9 $$").how()).isEqualTo("signal 9 (exit code 137)");
    }

    @Test
    void onlyWhatTheAdministratorAllowedIsStarted(@TempDir Path elsewhere) throws IOException {
        ProcessRunner off =
                new ProcessRunner(new JobLimits("", false, List.of(Path.of("/bin")), List.of(), "rota", null));
        ProcessRunner narrow = new ProcessRunner(new JobLimits("", true, List.of(elsewhere), List.of(), "rota", null));
        Path link = Files.createSymbolicLink(elsewhere.resolve("tool"), Path.of("/bin/sh"));
        Path text = Files.writeString(elsewhere.resolve("text"), "echo");

        assertRefused(off, "Commands are switched off", "/bin/true");
        assertRefused(runner, "absolute path", "true");
        assertRefused(runner, "is not there", "/bin/no-such-program");
        assertRefused(narrow, "not in an allowed directory", "/bin/true");
        assertRefused(narrow, "not in an allowed directory", link.toString());
        assertRefused(narrow, "not in an allowed directory", elsewhere + "/../../bin/sh");
        assertRefused(narrow, "not executable", text.toString());
    }

    private void assertRefused(ProcessRunner from, String sentence, String... argv) {
        JobFailed failed = catchThrowableOfType(
                JobFailed.class, () -> from.run(new Command(List.of(argv), null, Map.of(), 65536, true), context));
        assertThat(failed).hasMessageContaining(sentence);
        assertThat(failed.failureClass()).isEqualTo(FailureClass.CONFIG);
    }

    private Ended run(String... argv) throws JobFailed, InterruptedException {
        return runner.run(new Command(List.of(argv), null, Map.of(), 65536, true), context);
    }

    /// Processes that still carry the cookie of this run, by our own look at /proc.
    private List<String> carriers() throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            List<String> found = new java.util.ArrayList<>();
            for (Path process : processes) {
                try {
                    if (Files.readString(process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains(context.runId().toString())) {
                        found.add(process.toString());
                    }
                } catch (IOException e) {
                    // Gone meanwhile.
                }
            }
            return found;
        }
    }

    private static long pid(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("pid");
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (!Files.exists(file) || Files.readString(file).isBlank()) {
                assertThat(watch.poll(20, TimeUnit.SECONDS))
                        .isNotNull()
                        .satisfies(key -> key.pollEvents())
                        .satisfies(key -> key.reset());
            }
        }
        return Long.parseLong(Files.readString(file).strip());
    }
}
