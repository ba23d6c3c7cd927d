package dev.rota.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class LogFileTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path directory;

    private final LoggerContext context = new LoggerContext();
    private final AtomicLong nanos = new AtomicLong();

    LogFileTest() {
        context.setMDCAdapter(MDC.getMDCAdapter());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void afterARenameAndHupLinesGoToANewFileAndNoneIsLost() throws IOException {
        Logger log = start();
        log.info("before");
        Files.move(log(), older());
        log.info("between");
        Logging.reopen(context);
        log.info("after");

        assertThat(Files.readAllLines(older())).hasSize(2).last().asString().endsWith("between");
        assertThat(Files.readAllLines(log())).singleElement().asString().endsWith("after");
    }

    @Test
    void hupWithoutARenameGoesOnInTheSameFile() throws IOException {
        Logger log = start();
        log.info("before");
        Logging.reopen(context);
        log.info("after");

        assertThat(Files.readAllLines(log())).hasSize(2);
    }

    @Test
    void aFileThatWasDeletedIsMadeAnewWithinASecond() throws IOException {
        Logger log = start();
        log.info("before");
        Files.delete(log());
        log.info("into nothing");
        assertThat(log()).doesNotExist();

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        log.info("after");

        assertThat(Files.readAllLines(log())).singleElement().asString().endsWith("after");
    }

    @Test
    void whatAFullVolumeDidNotTakeIsCountedAndSaid() throws IOException {
        assumeTrue(Files.exists(FULL), "only Linux has a file that is always full");
        Files.createSymbolicLink(log(), FULL);
        Logger log = start();
        log.info("one");
        log.info("two");
        log.info("three");
        Files.delete(log());
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        log.info("four");
        log.info("five");

        assertThat(Files.readAllLines(log()))
                .satisfiesExactly(
                        rest -> assertThat(rest).isEmpty(), // ends what may have been written in part
                        said -> assertThat(said).contains("WARN").endsWith(": 3 lines are missing here."),
                        line -> assertThat(line).endsWith("four"),
                        line -> assertThat(line).endsWith("five"));
    }

    private Logger start() {
        Logging.apply(context, new LogSettings(Level.INFO, LogFormat.TEXT, log()), false, nanos::get);
        Appender<ILoggingEvent> appender = context.getLogger(Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .next();
        assertThat(appender).isInstanceOf(LogFile.class);
        return context.getLogger(LogFileTest.class.getName());
    }

    private Path log() {
        return directory.resolve("rota.log");
    }

    private Path older() {
        return directory.resolve("rota.log.old");
    }
}
