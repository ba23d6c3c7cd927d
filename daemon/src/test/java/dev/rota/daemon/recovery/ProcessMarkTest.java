package dev.rota.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.DaemonStore.Other;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the death of another process is proved: on a `/proc` made of files.
class ProcessMarkTest {
    private static final String BOOT = "0123456789abcdef0123456789abcdef";
    private static final long NAMESPACE = 4026531836L;
    private static final long USER = 990;
    private static final long TICKS = 5_000;
    private static final long PID = 4711;
    private static final ProcessMark MARK = new ProcessMark(1, BOOT, NAMESPACE, USER, 100L);

    @TempDir
    Path proc;

    @BeforeEach
    void ourselves() throws IOException {
        process("self", "java", 'S', 100);
    }

    @Test
    void aProcessThatIsNotThereIsDead() {
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, TICKS), seen())).isTrue();
    }

    @Test
    void aProcessThatIsHiddenFromUsIsNotDead() {
        ProcessTable hiding = new ProcessTable(proc, _ -> false);
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, TICKS), hiding)).isFalse();
    }

    @Test
    void theKernelKnowsWhichNumbersAreFree() throws Exception {
        Process child = new ProcessBuilder("sleep", "600").start();
        try {
            assertThat(ProcessTable.isFree(child.pid())).isFalse();
            assertThat(ProcessTable.isFree(1)).as("another user's, perhaps").isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(ProcessTable.isFree(child.pid())).isTrue();
        assertThat(ProcessTable.isFree(Long.MAX_VALUE)).as("no number at all").isFalse();
    }

    @Test
    void aProcessThatIsThereIsNotDead() throws IOException {
        process("4711", "java", 'S', TICKS);
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, TICKS), seen())).isFalse();
    }

    @Test
    void anotherProcessWithItsNumberProvesItsDeath() throws IOException {
        process("4711", "java", 'S', TICKS + 1);
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, TICKS), seen())).isTrue();
    }

    @Test
    void aZombieIsDead() throws IOException {
        process("4711", "java", 'Z', TICKS);
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, TICKS), seen())).isTrue();
    }

    @Test
    void aNameThatLooksLikeTheStateOfAZombieProvesNothing() throws IOException {
        process("4711", "x) Z 1 (y", 'S', TICKS);
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, TICKS), seen())).isFalse();
    }

    @Test
    void onlyTheSameBootNamespaceAndUserCanBeJudged() {
        assertThat(MARK.provesDead(other("f" + BOOT.substring(1), NAMESPACE, USER, TICKS), seen()))
                .as("another boot, or another machine of that name")
                .isFalse();
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE + 1, USER, TICKS), seen()))
                .as("another container")
                .isFalse();
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER + 1, TICKS), seen()))
                .as("another user, who may be hidden")
                .isFalse();
    }

    @Test
    void whatIsNotKnownProvesNothing() {
        assertThat(MARK.provesDead(other(null, NAMESPACE, USER, TICKS), seen())).isFalse();
        assertThat(MARK.provesDead(other(BOOT, null, USER, TICKS), seen())).isFalse();
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, null, TICKS), seen())).isFalse();
        assertThat(MARK.provesDead(other(BOOT, NAMESPACE, USER, null), seen())).isFalse();
        ProcessMark nothing = new ProcessMark(1, null, null, null, null);
        assertThat(nothing.provesDead(other(null, null, null, null), seen())).isFalse();
    }

    @Test
    void withoutAProcNothingIsProved() {
        assertThat(MARK.provesDead(
                        other(BOOT, NAMESPACE, USER, TICKS), new ProcessTable(proc.resolve("none"), _ -> true)))
                .isFalse();
    }

    private ProcessTable seen() {
        return new ProcessTable(proc, _ -> true);
    }

    private static Other other(
            @Nullable String boot, @Nullable Long namespace, @Nullable Long user, @Nullable Long ticks) {
        return new Other(UUID.randomUUID(), PID, boot, namespace, user, ticks);
    }

    private void process(String pid, String name, char state, long ticks) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(pid));
        Files.writeString(
                directory.resolve("stat"),
                "4711 (%s) %s 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 %d 0 0\n".formatted(name, state, ticks));
    }
}
