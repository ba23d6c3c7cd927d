package dev.rota.daemon.jobs.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPolicyTest {
    @TempDir
    private Path directory = Path.of("");

    /// The daemon's unit may execute next to nothing, and sees other files than the program's.
    @Test
    void whatOnlyAnotherUnitCanJudgeIsLeftToIt() throws Exception {
        Path program = Files.writeString(directory.resolve("program"), "no bit that says it may be executed");
        Command command = new Command(List.of(program.toString()), "/not/here", Map.of(), 1024, false);

        assertThatCode(() -> new ProgramPolicy(true, List.of(directory), false).check(command))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new ProgramPolicy(true, List.of(directory), true).check(command))
                .hasMessageContaining("is not executable");
        assertThatThrownBy(() -> new ProgramPolicy(true, List.of(), false).check(command))
                .hasMessageContaining("ROTA_COMMAND_DIRS");
    }
}
