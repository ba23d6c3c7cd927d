package dev.rota.bin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int rota(String line) {
        return rota(line, Map.of(), out);
    }

    private int rota(String line, Map<String, String> environment, OutputStream to) {
        Session session = new Session(
                environment,
                InputStream.nullInputStream(),
                new PrintStream(to, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z")));
        return Main.run(session, line.isEmpty() ? new String[0] : line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "up --help", "schedules -h", "schedules list --help", "token create --help"})
    void everyCommandShowsItsHelp(String line) {
        assertThat(rota(line)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: rota");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "export"})
    void filesAreReadAndWrittenByAShortName(String command) {
        assertThat(Rota.run(Map.of(), "", command, "--help").out())
                .isNotEmpty()
                .isEqualTo(
                        Rota.run(Map.of(), "", "schedules", command, "--help").out());
    }

    @Test
    void aWrongCommandIsOneSentenceAndAWayOut() {
        assertThat(rota("shedules")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("schedules").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedules list -o json",
                "schedules -o json list",
                "-o json schedules list",
                "--output=csv runs list",
                "-oyaml status",
                "runs show 1 -o json",
                "status -o json",
                "export -o json",
                "-o yaml export",
                "logs -o json"
            })
    void theFormOfTheAnswerMayBeNamedAnywhere(String line) {
        assertThat(rota(line, Map.of("ROTA_URL", "http://127.0.0.1:1", "ROTA_TOKEN", "x"), out))
                .isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "ftp://127.0.0.1", "http:", "127.0.0.1:8470", "http://a_b:x"})
    void anAddressThatIsNoneIsAConfigurationError(String address) {
        assertThat(rota("status", Map.of("ROTA_URL", address, "ROTA_TOKEN", "x"), out))
                .isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("rota: ROTA_URL is no address: '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs|show|",
                "runs|logs| ",
                "runs|cancel|..",
                "calendars|show|",
                "schedules|show|",
                "schedules|explain|",
                "schedules|explain|1|--at|soon",
                "schedules|explain|1|--from|2027-01-01",
                "schedules|explain|1|--at|2027-01-01|--to|2027-01-02"
            })
    void whatNamesNothingIsAWrongCommandLine(String line) {
        Rota.Said said =
                Rota.run(Map.of("ROTA_URL", "http://127.0.0.1:1", "ROTA_TOKEN", "x"), "", line.split("\\|", -1));

        assertThat(said.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.err()).startsWith("rota: ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--help"})
    void outputThatCannotBeWrittenIsAFailureAndSaidSo(String line) {
        assertThat(rota(line, Map.of(), new Output(broken("No space left on device"))))
                .isEqualTo(ExitCode.FAILURE.number());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("rota: Standard output cannot be written: No space left on device.\n");
    }

    @Test
    void aReaderThatHadEnoughEndsTheCommandQuietly() {
        assertThat(rota("version", Map.of(), new Output(broken("Broken pipe")))).isEqualTo(ExitCode.FAILURE.number());
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static OutputStream broken(String why) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(why);
            }
        };
    }

    @Test
    void aDatabaseThatIsDownIsASentence() {
        Map<String, String> nowhere = Map.of(
                "ROTA_DB_URL", "jdbc:postgresql://127.0.0.1:1/rota", "ROTA_DB_USER", "rota", "ROTA_DB_PASSWORD", "x");

        assertThat(rota("token list", nowhere, out)).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("rota: The database does not answer: ")
                .doesNotContain("Exception", "rota-token");
    }

    @Test
    void theCheckOfTheConfigurationReadsAllThatTheProcessesRead() {
        Map<String, String> wrong = Map.of("ROTA_SLOTS", "none", "ROTA_LISTEN", "x", "ROTA_LOG_LEVEL", "shouting");

        assertThat(rota("config --check", wrong, out)).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ROTA_SLOTS", "ROTA_LISTEN", "ROTA_LOG_LEVEL");
    }
}
