package dev.rota.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.rota.config.ConfigException;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import dev.rota.systemd.JournalSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up logging, once at the start of a process and again when its settings change.
public final class Logging {

    private static final Logger LOG = LoggerFactory.getLogger(Logging.class);

    private static final String ROTATE_AT = "10MB";
    private static final int OLDER_FILES = 4; // and the one being written: five

    private Logging() {}

    /// Reads a process's own record and its log settings in one go, so that the mistakes of both are told at once,
    /// and starts logging.
    ///
    /// @param environment of the process, for `JOURNAL_STREAM`
    /// @throws ConfigException also when the log file cannot be written
    public static <T> T start(Settings settings, Map<String, String> environment, Function<Settings, T> reader)
            throws ConfigException {
        record Read<T>(LogSettings logs, T own) {}
        Read<T> read = settings.read(all -> {
            LogSettings logs = LogSettings.from(all);
            try {
                mustBeWritable(logs.file());
            } catch (IOException refused) {
                all.refuse(Key.LOG_FILE, "cannot be written: " + refused.getMessage() + ".");
            }
            return new Read<>(logs, reader.apply(all));
        });
        begin(read.logs(), environment);
        return read.own();
    }

    /// Says on standard error, before there is a log, why the process does not start: a line for each problem; in
    /// the journal each is an error.
    public static void refuse(ConfigException wrong, Map<String, String> environment) {
        String priority = standardErrorIsTheJournal(environment.get("JOURNAL_STREAM"))
                ? "<" + JournalLines.priority(Level.ERROR) + ">"
                : "";
        wrong.problems().forEach(problem -> System.err.println(priority + "rota: " + problem));
    }

    /// From now on lines are written as the settings say. Libraries that use `java.util.logging` are led here too.
    ///
    /// @param environment of the process, for `JOURNAL_STREAM`
    /// @throws IOException when the log file cannot be written
    public static void start(LogSettings settings, Map<String, String> environment) throws IOException {
        mustBeWritable(settings.file());
        begin(settings, environment);
    }

    private static void begin(LogSettings settings, Map<String, String> environment) {
        boolean journal = settings.file() == null && standardErrorIsTheJournal(environment.get("JOURNAL_STREAM"));
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        apply(context, settings, journal, System::nanoTime);
        if (journal && settings.format() == LogFormat.TEXT) {
            // Beside the start, for it takes a tenth of that; until then lines go to the journal without fields.
            Thread.ofPlatform()
                    .name("rota-journal")
                    .daemon()
                    .start(() ->
                            JournalSocket.open(JournalSocket.USUAL).ifPresent(socket -> toJournal(context, socket)));
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /// Reads the level again and opens the log file again, as a reload does; wrong settings are said aloud and
    /// change nothing.
    ///
    /// @param settings gathered anew
    /// @param own      reads the process's own record, so that its mistakes are told too, before the next start
    /// @return whether the settings could be read
    public static boolean reload(Settings settings, Function<Settings, ?> own) {
        return reload((LoggerContext) LoggerFactory.getILoggerFactory(), settings, own);
    }

    static boolean reload(LoggerContext context, Settings settings, Function<Settings, ?> own) {
        reopen(context);
        try {
            org.slf4j.event.Level level = settings.read(all -> {
                LogSettings logs = LogSettings.from(all);
                Object _ = own.apply(all);
                return logs.level();
            });
            level(context, level);
            LOG.info("the settings were read again; the log level is {}", level);
            return true;
        } catch (ConfigException wrong) {
            LOG.error("the settings are wrong, the old ones stay: {}", wrong.getMessage());
            return false;
        }
    }

    /// Before anything is said, so that no line goes to a file that its owner has put aside.
    static void reopen(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof LogFile file) {
                try {
                    file.reopen();
                } catch (IOException refused) {
                    LOG.error("the log file cannot be opened again, the old one stays: {}", refused.getMessage());
                }
            }
        });
    }

    /// @param nanos as [System#nanoTime()]
    static void apply(LoggerContext context, LogSettings settings, boolean journal, LongSupplier nanos) {
        context.reset();
        LineEncoder encoder = switch (settings.format()) {
            case JSON -> new JsonLines(journal);
            case TEXT -> journal ? new JournalLines() : new TextLines();
        };
        encoder.setContext(context);
        encoder.start();
        Path file = settings.file();
        OutputStreamAppender<ILoggingEvent> appender =
                file == null ? standardError() : rotated(context, file.toAbsolutePath(), nanos);
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        level(context, settings.level());
    }

    /// From now on to the journal's own socket, and nowhere else.
    static void toJournal(LoggerContext context, JournalSocket socket) {
        JournalAppender appender = new JournalAppender(socket);
        appender.setContext(context);
        appender.start();
        // The new one first, so that no line of another thread is lost.
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Appender<ILoggingEvent>> before = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(before::add);
        root.addAppender(appender);
        before.forEach(old -> {
            root.detachAppender(old);
            old.stop();
        });
    }

    private static void level(LoggerContext context, org.slf4j.event.Level level) {
        Level own = Level.convertAnSLF4JLevel(level);
        Level others =
                own.isGreaterOrEqual(Level.ERROR) ? own : own.isGreaterOrEqual(Level.INFO) ? Level.WARN : Level.INFO;
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(others);
        context.getLogger("dev.rota").setLevel(own);
        // The pool tells of every broken connection; that the database is down is said once, by the daemon.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    }

    private static OutputStreamAppender<ILoggingEvent> standardError() {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget(ConsoleTarget.SystemErr.getName());
        return console;
    }

    private static OutputStreamAppender<ILoggingEvent> rotated(LoggerContext context, Path file, LongSupplier nanos) {
        LogFile appender = new LogFile(nanos);
        appender.setFile(file.toString());

        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(OLDER_FILES);
        names.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf(ROTATE_AT));
        size.setCheckIncrement(Duration.buildBySeconds(1));
        size.start();

        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        return appender;
    }

    private static void mustBeWritable(@Nullable Path file) throws IOException {
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                .close();
    }

    /// `JOURNAL_STREAM` is inherited, so it alone proves nothing: it names the device and inode of the journal's
    /// socket, and standard error must be that one.
    static boolean standardErrorIsTheJournal(@Nullable String journalStream) {
        if (journalStream == null) {
            return false;
        }
        try {
            Map<String, Object> attributes = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
            return journalStream.equals(attributes.get("dev") + ":" + attributes.get("ino"));
        } catch (IOException | UnsupportedOperationException notHere) {
            return false;
        }
    }
}
