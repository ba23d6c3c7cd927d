package dev.rota.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rota.config.ConfigException;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import dev.rota.systemd.JournalSocket;
import dev.rota.systemd.NotifySocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class LoggingTest {

    @TempDir
    Path directory;

    private final LoggerContext context = new LoggerContext();

    LoggingTest() {
        context.setMDCAdapter(MDC.getMDCAdapter());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aTextLineHasTimeLevelNameMessageAndPairs() throws IOException {
        Logger log = start(LogFormat.TEXT, Level.INFO, false);
        log.atInfo()
                .addKeyValue("schedule", 7)
                .addKeyValue("outcome", "succeeded")
                .addKeyValue("message", "two words")
                .log("run ended");

        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z +INFO  LoggingTest: run ended"
                        + " schedule=7 outcome=succeeded message=\"two words\"");
    }

    @Test
    void aMessageCannotForgeALineOrMoveTheCursor() throws IOException {
        Logger log = start(LogFormat.TEXT, Level.INFO, false);
        log.info("answer: a\r\n2026-01-01T00:00:00Z ERROR forged \u001b[2J \u202e \u2028 Ärger");

        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith("answer: a\\r\\n2026-01-01T00:00:00Z ERROR forged \\u001b[2J \\u202e \\u2028 Ärger");
    }

    @Test
    void anExceptionWithItsCauseStaysOnTheLine() throws IOException {
        Logger log = start(LogFormat.TEXT, Level.INFO, false);
        log.error("broken", new IllegalStateException("outer", new IOException("inner\nline")));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("broken | java.lang.IllegalStateException: outer | at ")
                .contains("| Caused by: java.io.IOException: inner | line");
    }

    @Test
    void theJournalGetsAPriorityAndNoTime() throws IOException {
        Logger log = start(LogFormat.TEXT, Level.TRACE, true);
        log.error("a");
        log.warn("b");
        log.info("c");
        log.debug("d");

        assertThat(lines())
                .containsExactly("<3>LoggingTest: a", "<4>LoggingTest: b", "<6>LoggingTest: c", "<7>LoggingTest: d");
    }

    @Test
    void theJournalsOwnSocketGetsFieldsAndNoneCanBeForged() throws IOException {
        String name = directory.resolve("journal").toString();
        try (NotifySocket journal = new NotifySocket(name)) {
            Logger log = start(LogFormat.TEXT, Level.INFO, false);
            Logging.toJournal(context, JournalSocket.open(name).orElseThrow());
            log.atWarn()
                    .addKeyValue("schedule", "two\nPRIORITY=0")
                    .addKeyValue("run", "0198")
                    .addKeyValue("message", "its own")
                    .log("run ended");

            assertThat(journal.next())
                    .startsWith(
                            "MESSAGE=LoggingTest: run ended schedule=\"two\\nPRIORITY=0\" run=0198 message=\"its own\"",
                            "PRIORITY=4",
                            "SYSLOG_IDENTIFIER=rota")
                    .contains("SCHEDULE", "RUN_ID=0198")
                    .anySatisfy(line -> assertThat(line).endsWith("two"));
            log.info("x".repeat(500_000));
            log.info("after what was too large");
            assertThat(journal.next()).first().asString().endsWith("after what was too large");
        }
    }

    @Test
    void whereThereIsNoJournalNothingIsOpened() {
        assertThat(JournalSocket.open(directory.resolve("none").toString())).isEmpty();
    }

    @Test
    void aJsonLineIsOneObjectWithThePairsAndTheError() throws IOException {
        Logger log = start(LogFormat.JSON, Level.INFO, false);
        MDC.put("run", "0b5e");
        try {
            log.atWarn()
                    .addKeyValue("schedule", 7)
                    .setCause(new IOException("gone"))
                    .log("a \"quoted\"\nthing");
        } finally {
            MDC.remove("run");
        }

        assertThat(lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines().getFirst());
        assertThat(line.get("level").textValue()).isEqualTo("warn");
        assertThat(line.get("message").textValue()).isEqualTo("a \"quoted\"\nthing");
        assertThat(line.get("run").textValue()).isEqualTo("0b5e");
        assertThat(line.get("schedule").textValue()).isEqualTo("7");
        assertThat(line.get("error").textValue()).startsWith("java.io.IOException: gone");
    }

    @Test
    void librariesAreQuieterThanRota() throws IOException {
        Logger log = start(LogFormat.TEXT, Level.INFO, false);
        context.getLogger("org.eclipse.jetty").info("library");
        context.getLogger("org.eclipse.jetty").warn("library warns");
        log.debug("quiet poll");
        log.info("own");

        assertThat(lines()).hasSize(2);
    }

    @Test
    void theFileIsRotatedAtTenMegabytesAndFiveAreKept() throws IOException {
        Path log = directory.resolve("rota.log");
        Files.write(log, new byte[10 * 1024 * 1024 + 1]);
        for (int i = 1; i <= 4; i++) {
            Files.writeString(directory.resolve("rota.log." + i), "older " + i);
        }
        start(LogFormat.TEXT, Level.INFO, false).info("after the rotation");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(5);
        }
        assertThat(directory.resolve("rota.log.1")).hasSize(10 * 1024 * 1024 + 1);
        assertThat(directory.resolve("rota.log.4")).hasContent("older 3");
    }

    @Test
    void anInheritedJournalStreamThatIsNotStandardErrorIsNotBelieved() {
        assertThat(Logging.standardErrorIsTheJournal("1:2")).isFalse();
        assertThat(Logging.standardErrorIsTheJournal(null)).isFalse();
    }

    @Test
    void wrongSettingsOfTheLogAndOfTheProcessAreToldAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("a-file"), "");
        Settings settings = Settings.load(
                Map.of(
                        "ROTA_CONFIG",
                                Files.writeString(directory.resolve("rota.conf"), "")
                                        .toString(),
                        "ROTA_LOG_LEVEL", "loud",
                        "ROTA_LOG_FILE", file.resolve("rota.log").toString()),
                null);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Logging.start(settings, Map.of(), all -> all.required(Key.DB_URL)))
                .satisfies(wrong -> assertThat(wrong.getMessage())
                        .contains("ROTA_LOG_LEVEL")
                        .contains("ROTA_LOG_FILE")
                        .contains("ROTA_DB_URL"));
    }

    private Logger start(LogFormat format, Level level, boolean journal) {
        Logging.apply(
                context, new LogSettings(level, format, directory.resolve("rota.log")), journal, System::nanoTime);
        return context.getLogger(LoggingTest.class.getName());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("rota.log"));
    }
}
