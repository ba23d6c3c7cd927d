package dev.rota.bin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.Rota;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a whole. Its clock stands at new year 2027, which is not the database's time.
class DoctorIT {
    @TempDir
    private Path directory = Path.of("");

    private Rota.Said doctor(Map<String, String> settings, String... options) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("ROTA_CONFIG", "/dev/null");
        String[] arguments = new String[options.length + 3];
        arguments[0] = "doctor";
        arguments[1] = "--data";
        arguments[2] = directory.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Rota.run(environment, "", arguments);
    }

    private static Map<String, String> reaching(DatabaseConfig config) {
        return Map.of(
                "ROTA_DB_URL", config.url(), "ROTA_DB_USER", config.user(), "ROTA_DB_PASSWORD", config.password());
    }

    @Test
    void aDatabaseAsSetUpIsWellButForTheDaemonThatIsMissing() {
        try (TestDatabase server = PostgresForTests.freshDatabase()) {
            Rota.Said said = doctor(reaching(server.as(DatabaseRole.DAEMON)));

            assertThat(said.code()).isEqualTo(2);
            assertThat(said.out()).contains("No daemon is alive", "systemctl start rota-daemon");
            assertThat(said.out())
                    .containsPattern("ok +schema")
                    .containsPattern("ok +partitions")
                    .containsPattern("ok +roles +rota_test_\\w+_daemon may do what the daemon needs")
                    .containsPattern("ok +hints")
                    .containsPattern("warn +clock")
                    .containsPattern("ok +schedules");
            assertThat(said.err()).isEmpty();
        }
    }

    @Test
    void aRoleThatMayNotClaimIsFoundOut() {
        try (TestDatabase server = PostgresForTests.freshDatabase()) {
            Rota.Said said = doctor(reaching(server.as(DatabaseRole.API)));
            assertThat(said.out()).containsPattern("fail +roles +.*may not record runs");
        }
    }

    @Test
    void aDatabaseWithoutTablesIsToldWhatToDo() {
        try (TestDatabase server = PostgresForTests.emptyDatabase()) {
            Rota.Said said = doctor(reaching(server.config()));
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.out()).contains("no schema yet", "`rota migrate` makes it");
        }
    }

    @Test
    void withoutADatabaseItStillLooksAtTheRest() {
        Map<String, String> nowhere =
                Map.of("ROTA_DB_URL", "jdbc:postgresql://127.0.0.1:1/rota", "ROTA_DB_USER", "rota");

        Rota.Said said = doctor(nowhere);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out())
                .containsPattern("fail +database +.*does not answer rota")
                .contains("time zones")
                .doesNotContain("\tat ", "Exception");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void forProgramsItIsJson() {
        Rota.Said said = doctor(Map.of(), "--json");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out())
                .startsWith("{")
                .contains("\"worst\" : \"fail\"", "\"probe\" : \"configuration\"", "rota setup-db");
    }
}
