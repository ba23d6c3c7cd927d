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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the runner that the package installs, and real programs; in the place of systemd is [UnitsForTests], without
/// a control group: the runner then takes the program's process group for the unit.
class CommandUnitsTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final ContextForTests context = new ContextForTests();

    @TempDir
    Path directory;

    @Test
    void aProgramGetsACleanEnvironmentAnEmptyDirectoryAndNoInput() throws Exception {
        Ended ended = real("env; ls -A; cat; pwd >&2", Map.of("NAMED", "yes = no\nand more"));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output().text().lines().filter(line -> line.contains("=")))
                .extracting(line -> line.replaceFirst("=.*", ""))
                .filteredOn(name -> !name.equals("_"))
                .containsExactlyInAnyOrder("PATH", "LANG", "ROTA_RUN", "NAMED", "PWD");
        assertThat(ended.output().text())
                .contains("ROTA_RUN=" + context.runId())
                .contains("NAMED=yes = no\nand more\n");
        assertThat(Path.of(ended.errors().text().strip())).doesNotExist();
        assertThat(context.lines).contains("OUT NAMED=yes = no");
    }

    @Test
    void itRunsInTheDirectoryThatIsNamed() throws Exception {
        try (UnitsForTests units = UnitsForTests.real(directory)) {
            Ended ended = runner(units.socket())
                    .run(
                            new Command(List.of("/bin/sh", "-c", "pwd"), directory.toString(), Map.of(), 65536, true),
                            context);

            assertThat(ended.output().text().strip()).isEqualTo(directory.toString());
        }
    }

    @Test
    void exitCodesAndSignalsAreTold() throws Exception {
        assertThat(real("exit 7").how()).isEqualTo("exit code 7");
        assertThat(real("kill -9 $$").how()).isEqualTo("signal 9 (exit code 137)");
        assertThat(real("exec >&- 2>&-; sleep 0.3; exit 5").how()).isEqualTo("exit code 5");
    }

    @Test
    void headAndTailOfAFloodAreKeptAndTheGapIsSaid() throws Exception {
        Ended ended = real("echo first; head -c 20000000 /dev/zero | tr '\\0' x; echo; echo last; echo aside >&2");

        assertThat(ended.output().text())
                .startsWith("first\n")
                .endsWith("\nlast\n")
                .hasSizeLessThan(140_000);
        assertThat(ended.output().missing()).isEqualTo(20_000_012 - 2 * 65536);
        assertThat(ended.errors().text()).isEqualTo("aside\n");
        assertThat(context.lines).contains("OUT first", "OUT last").anyMatch(line -> line.contains("bytes left out"));
    }

    @Test
    void whatAProgramLeavesBehindIsEndedToo() throws Exception {
        Ended ended = real("trap '' TERM; sleep 1000 & echo $!; exit 7");

        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(alive(ended.output().text())).isFalse();
        assertThat(context.lines).anyMatch(line -> line.startsWith("WARN The program ended but left processes behind"));
    }

    @Test
    void anInterruptAsksItToEndAndHearsWhatItStillSays() throws Exception {
        assertThat(interrupted("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done"))
                .contains("OUT bye");
    }

    @Test
    void anInterruptKillsWhoDoesNotWantToEnd() throws Exception {
        String pid = interrupted("trap '' TERM; echo $$; echo up; while :; do sleep 1; done").stream()
                .findFirst()
                .orElseThrow()
                .substring("OUT ".length());

        assertThat(alive(pid)).isFalse();
    }

    @Test
    void theEndOfTheConnectionIsTheEndOfTheProgram() throws Exception {
        try (UnitsForTests units = UnitsForTests.real(directory)) {
            ProcessHandle program;
            try (PlainTalk talk = PlainTalk.with(units.socket())) {
                assertThat(talk.hear()).isEqualTo("H1");
                talk.say('A', "/bin/sh")
                        .say('A', "-c")
                        .say('A', "trap '' TERM HUP; echo $$; while :; do sleep 1; done");
                talk.say('E', "PATH=/bin:/usr/bin").say('G', "");
                String pid = talk.hear().substring(1).strip();
                program = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            }

            program.onExit().join();
        }
    }

    @Test
    void aRequestThatCannotBeUnderstoodIsRefused() throws Exception {
        try (UnitsForTests units = UnitsForTests.real(directory)) {
            try (PlainTalk talk = PlainTalk.with(units.socket())) {
                assertThat(talk.hear()).isEqualTo("H1");
                talk.say('Z', "what");
                assertThat(talk.hear()).isEqualTo("F71 the request cannot be understood");
                assertThat(talk.hear()).isEqualTo("Usuccess");
                assertThat(talk.hear()).isEmpty();
            }
        }
    }

    @Test
    void whatCannotBeExecutedIsTheConfigurationsFault() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "#!/no/such/shell\n");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (UnitsForTests units = UnitsForTests.real(directory)) {
            ProcessRunner runner =
                    new ProcessRunner(new JobLimits("", true, List.of(directory), List.of(), "rota", units.socket()));
            JobFailed failed = catchThrowableOfType(
                    JobFailed.class,
                    () -> runner.run(new Command(List.of(text.toString()), null, Map.of(), 65536, true), context));

            assertThat(failed).hasMessage(text + " cannot be started: error 2, No such file or directory.");
            assertThat(failed.failureClass()).isEqualTo(FailureClass.CONFIG);
        }
    }

    @Test
    void whyTheUnitWasEndedIsSaid() throws Exception {
        // A frame of 256 bytes, killed after three of them.
        String killed = "printf 'H\\0\\0\\0\\0011O\\0\\0\\1\\0abc'; kill -9 $$";

        assertThat(failure("oom-kill", killed))
                .hasMessageContaining("more memory than its unit may have (MemoryMax; systemd's result: oom-kill)")
                .extracting(JobFailed::failureClass)
                .isEqualTo(FailureClass.EXIT_CODE);
        assertThat(failure("timeout", killed))
                .hasMessageContaining("longer than its unit may (RuntimeMaxSec; systemd's result: timeout)")
                .extracting(JobFailed::failureClass)
                .isEqualTo(FailureClass.TIMEOUT);
        for (String silenced : List.of("signal", "watchdog")) {
            assertThat(failure(silenced, killed))
                    .hasMessageContaining("was killed or stopped, as only the program itself or an administrator can"
                            + " (systemd's result: " + silenced + ")")
                    .extracting(JobFailed::failureClass)
                    .isEqualTo(FailureClass.EXIT_CODE);
        }
        assertThat(failure("resources", killed))
                .hasMessageContaining("ended before it told how the program did (systemd's result: resources")
                .extracting(JobFailed::failureClass)
                .isEqualTo(FailureClass.RESOURCE);
    }

    @Test
    void aProgramThatKillsWhatRunsItHasFailed() throws Exception {
        assertThat(failure("signal", "exec " + UnitsForTests.RUNNER, "kill -9 $PPID"))
                .hasMessageContaining("systemd's result: signal")
                .extracting(JobFailed::failureClass)
                .isEqualTo(FailureClass.EXIT_CODE);
    }

    @Test
    void whatEndedBeforeItsUnitRanOutOfTimeHasItsOwnEnd() throws Exception {
        String told = "printf 'H\\0\\0\\0\\0011X\\0\\0\\0\\6exit 0'";
        try (UnitsForTests units = UnitsForTests.scripted(directory, "timeout", told)) {
            assertThat(runner(units.socket())
                            .run(command("true", Map.of()), context)
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void aDirectoryThatCannotBeEnteredIsNamed() throws Exception {
        Path nowhere = directory.resolve("nowhere");
        try (UnitsForTests units = UnitsForTests.real(directory)) {
            JobFailed failed = catchThrowableOfType(
                    JobFailed.class,
                    () -> runner(units.socket())
                            .run(
                                    new Command(
                                            List.of("/bin/sh", "-c", "true"),
                                            nowhere.toString(),
                                            Map.of(),
                                            65536,
                                            true),
                                    context));

            assertThat(failed)
                    .hasMessage("The working directory " + nowhere
                            + " cannot be entered: error 2, No such file or directory.");
            assertThat(failed.failureClass()).isEqualTo(FailureClass.CONFIG);
        }
    }

    @Test
    void nonsenseFromTheUnitIsNoResult() throws Exception {
        assertThat(failure("", "printf 'H\\0\\0\\0\\0012'")).hasMessageContaining("version 2 of what it speaks");
        assertThat(failure("", "printf 'H\\377\\0\\0\\0'")).hasMessageContaining("a frame of 4278190080 bytes");
        assertThat(failure("", "printf 'Q\\0\\0\\0\\0'")).hasMessageContaining("a frame of the kind 81");
        assertThat(failure("", "printf 'X\\0\\0\\0\\4what'")).hasMessageContaining("neither an exit nor a signal");
        assertThat(failure("", "exit 1")).hasMessageContaining("systemd's result: exit-code");
    }

    @Test
    void aRunThatIsCutOffBeforeTheUnitIsThereStartsNothing() throws Exception {
        try (UnitsForTests units = UnitsForTests.scripted(directory, "", "exec cat >/dev/null")) {
            ProcessRunner runner = runner(units.socket());
            RunForTests<Ended> run = new RunForTests<>(() -> runner.run(command("echo started", Map.of()), context));

            assertThat(run.interrupt().failure(SOON)).isInstanceOf(InterruptedException.class);
            assertThat(context.lines).isEmpty();
        }
    }

    @Test
    void withoutTheSocketItSaysWhatToDo() {
        JobFailed failed = catchThrowableOfType(
                JobFailed.class,
                () -> runner(directory.resolve("nobody.sock")).run(command("true", Map.of()), context));

        assertThat(failed).hasMessageContaining("systemctl start rota-command.socket");
        assertThat(failed.failureClass()).isEqualTo(FailureClass.RESOURCE);
    }

    /// Runs a script until it says `up`, and interrupts it.
    private List<String> interrupted(String script) throws Exception {
        try (UnitsForTests units = UnitsForTests.real(directory)) {
            ProcessRunner runner = runner(units.socket());
            RunForTests<Ended> run = new RunForTests<>(() -> runner.run(command(script, Map.of()), context));
            while (!context.lines.contains("OUT up")) {
                Thread.onSpinWait();
            }

            assertThat(run.interrupt().failure(SOON)).isInstanceOf(InterruptedException.class);
            return List.copyOf(context.lines);
        }
    }

    private Ended real(String script) throws Exception {
        return real(script, Map.of());
    }

    private Ended real(String script, Map<String, String> environment) throws Exception {
        try (UnitsForTests units = UnitsForTests.real(Files.createTempDirectory(directory, "units"))) {
            return runner(units.socket()).run(command(script, environment), context);
        }
    }

    private JobFailed failure(String result, String script) throws IOException {
        return failure(result, script, "true");
    }

    private JobFailed failure(String result, String script, String program) throws IOException {
        try (UnitsForTests units =
                UnitsForTests.scripted(Files.createTempDirectory(directory, "units"), result, script)) {
            return catchThrowableOfType(
                    JobFailed.class, () -> runner(units.socket()).run(command(program, Map.of()), context));
        }
    }

    private static ProcessRunner runner(Path socket) {
        return new ProcessRunner(
                new JobLimits("", true, List.of(Path.of("/bin"), Path.of("/usr/bin")), List.of(), "rota", socket));
    }

    private static Command command(String script, Map<String, String> environment) {
        return new Command(List.of("/bin/sh", "-c", script), null, environment, 65536, true);
    }

    private static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }
}
