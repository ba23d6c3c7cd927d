package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.bin.Rota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FossaWorkTest {
    private static final Map<String, String> NOTHING = Map.of();

    @ParameterizedTest
    @CsvSource({
        "postgresql://old@db/fossa, jdbc:postgresql://db/fossa?user=old&",
        "postgres://db:5433/fossa, jdbc:postgresql://db:5433/fossa?",
        "postgresql+psycopg2://o%40ld:p%25w%2B+@db_1:5433/fossa?sslmode=require, "
                + "jdbc:postgresql://db_1:5433/fossa?user=o%40ld&password=p%25w%2B%2B&sslmode=require",
        "'postgresql://old:x@a,b_2/fossa', 'jdbc:postgresql://a,b_2/fossa?user=old&password=x&'"
    })
    void theAddressThatFossaWorkHadIsRead(String said, String jdbc) {
        assertThat(FossaWork.url(said, NOTHING)).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://old@db/fossa, jdbc:postgresql://db/fossa?user=old&password=a%26b&",
        "postgresql://old:own@db/fossa, jdbc:postgresql://db/fossa?user=old&password=own&",
        "jdbc:postgresql://db/fossa?user=old, jdbc:postgresql://db/fossa?user=old&password=a%26b",
        "jdbc:postgresql://db/fossa, jdbc:postgresql://db/fossa?password=a%26b"
    })
    void aPasswordNeedNotStandOnTheCommandLine(String said, String jdbc) {
        assertThat(FossaWork.url(said, Map.of("PGPASSWORD", "a&b"))).isEqualTo(jdbc);
    }

    @Test
    void theHelpAndTheErrorsSayWhereThePasswordMayStand() {
        assertThat(Rota.run(NOTHING, "", "import", "fossawork", "--help").out())
                .contains("PGPASSWORD")
                .doesNotContain("user:password@");
        assertThatThrownBy(() -> FossaWork.url("/nowhere.db", NOTHING))
                .hasMessageContaining("PGPASSWORD")
                .hasMessageNotContaining("user:password@");
        assertThatThrownBy(() -> FossaWork.url("postgresql://a:%@b/c", NOTHING)).hasMessageContaining("PGPASSWORD");
    }

    @ParameterizedTest
    @CsvSource({"postgresql:///fossa", "postgresql://old:x@/fossa"})
    void aUrlWithoutAHostIsRefused(String said) {
        assertThatThrownBy(() -> FossaWork.url(said, NOTHING)).hasMessageContaining("names no host");
    }

    @ParameterizedTest
    @CsvSource({"sqlite:///", "sqlite+aiosqlite:///", "SQLite+pysqlite:///", "''"})
    void aFileMayBeNamedAsItsUrl(String scheme, @TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("fossa.db"));

        assertThat(FossaWork.url(scheme + file, NOTHING)).isEqualTo("jdbc:sqlite:file:" + file + "?mode=ro");
        if (!scheme.isEmpty()) {
            assertThat(FossaWork.url(scheme + file + "?timeout=3", NOTHING)).endsWith("fossa.db?mode=ro");
        }
    }
}
