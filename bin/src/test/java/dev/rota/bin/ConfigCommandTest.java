package dev.rota.bin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final String CONFIGURED = """
        ROTA_DB_URL=jdbc:postgresql://127.0.0.1:5432/rota
        ROTA_DB_USER=rota
        ROTA_DB_PASSWORD=sesame
        ROTA_POLL=PT5S
        ROTA_USER_AGENT='"us" # and "others"'
        """;

    @TempDir
    private Path directory;

    private Rota.Said config(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("rota.conf"), text);
        return Rota.run(Map.of("ROTA_CONFIG", file.toString()), "", "config");
    }

    @Test
    void everyKeyIsShownWithWhatIsInForceAndWhereItCameFrom() throws IOException {
        Rota.Said said = config(CONFIGURED);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .doesNotContain("sesame")
                .contains(
                        directory.resolve("rota.conf") + ":4)\nROTA_POLL=PT5S\n",
                        ":3)\n#ROTA_DB_PASSWORD=***\n",
                        "(default)\n#ROTA_SLOTS=16\n",
                        "(default)\n#ROTA_SCRAPE_SLOTS=",
                        "(default)\n#ROTA_LEASE=PT1M\n",
                        "(default)\n#ROTA_LOG_LEVEL=info\n",
                        "(default)\n#ROTA_LISTEN=127.0.0.1:8470\n",
                        "(default)\n#ROTA_KEEP_AGE=runs=P90D,decisions=P90D,samples=P90D,logs=P90D\n",
                        "(default)\n#ROTA_KEEP_BYTES=logs=5GB\n",
                        "(not set)\n#ROTA_DAEMON_LISTEN=\n",
                        "(environment)\nROTA_CONFIG=");
        for (Key key : Key.values()) {
            assertThat(said.out()).containsPattern("(?m)^#?" + key.written() + "=");
        }
    }

    @Test
    void whatItPrintsIsAFileThatSaysTheSame() throws IOException {
        String shown = config(CONFIGURED).out();

        assertThat(values(config(shown).out())).isEqualTo(values(shown)).contains("ROTA_USER_AGENT=\"\"us\"");
        String uncommented = shown.replaceAll("(?m)^#(ROTA_[A-Z_]+=.+)$", "$1");
        assertThat(config(uncommented).err()).as("the defaults can be written").isEmpty();
    }

    private static String values(String shown) {
        return shown.replaceAll("(?m)^# .*\\R", "").replace("=***", "="); // a secret is not shown
    }
}
