package dev.rota.bin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandIT {
    @TempDir
    private Path directory = Path.of("");

    private static Rota.Said rota(TestDatabase database, String... arguments) {
        return Rota.run(
                Map.of(
                        "ROTA_CONFIG", "/dev/null",
                        "ROTA_DB_URL", database.config().url(),
                        "ROTA_DB_USER", database.config().user(),
                        "ROTA_DB_PASSWORD", database.config().password()),
                "",
                arguments);
    }

    @Test
    void aFileGoesFromOneDatabaseToAnotherAndNotOverIt() throws Exception {
        String file = directory.resolve("rota.backup").toString();
        try (TestDatabase from = PostgresForTests.freshDatabase();
                TestDatabase to = PostgresForTests.emptyDatabase()) {
            assertThat(rota(from, "token", "create", "somebody").code()).isZero();

            Rota.Said kept = rota(from, "backup", file);
            assertThat(kept.code()).as(kept.err()).isZero();
            assertThat(kept.out()).contains("rows in " + file);
            assertThat(Files.getPosixFilePermissions(Path.of(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(directory.resolve("rota.backup.part")).doesNotExist();

            Rota.Said restored = rota(to, "restore", file);
            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(rota(to, "token", "list").out()).contains("somebody");

            Rota.Said again = rota(to, "restore", file);
            assertThat(again.code()).isEqualTo(4);
            assertThat(again.err()).contains("--replace");
        }
    }

    @Test
    void whatIsNoBackupIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("letter"), "Dear database,");
        try (TestDatabase to = PostgresForTests.emptyDatabase()) {
            Rota.Said said = rota(to, "restore", file.toString());
            assertThat(said.code()).isEqualTo(4);
            assertThat(said.err())
                    .contains("no whole backup", "Nothing was changed")
                    .doesNotContain("\tat ");
            assertThat(rota(to, "restore", directory.resolve("none").toString()).code())
                    .isEqualTo(1);
        }
    }

    private static final Map<String, String> NOWHERE = Map.of(
            "ROTA_CONFIG", "/dev/null", "ROTA_DB_URL", "jdbc:postgresql://127.0.0.1:1/rota", "ROTA_DB_USER", "u");

    @Test
    void withoutADatabaseNoHalfFileIsLeft() {
        Rota.Said said =
                Rota.run(NOWHERE, "", "backup", directory.resolve("none").toString());
        assertThat(said.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(said.err()).doesNotContain("\tat ");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRestoreWithoutADatabaseIsNoRefusal() {
        String file = directory.resolve("rota.backup").toString();
        try (TestDatabase from = PostgresForTests.freshDatabase()) {
            assertThat(rota(from, "backup", file).code()).isZero();
        }

        Rota.Said said = Rota.run(NOWHERE, "", "restore", file);

        assertThat(said.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(said.err())
                .startsWith("rota: The database could not be looked at: ")
                .hasLineCount(1);
    }
}
