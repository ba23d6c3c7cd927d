package dev.rota.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A log file that others may rename, delete or fill the volume of. When the file at its path is no longer the one
/// that is open, which is looked for once a second and at [#reopen], a new one is begun. Lines that cannot be
/// written are counted; the first that can be again is one that says how many.
final class LogFile extends RollingFileAppender<ILoggingEvent> {
    private static final long LOOK_EVERY = 1_000_000_000L;

    private final LongSupplier nanos;
    private @Nullable Object identity;
    private long looked;
    private long lost;
    private boolean torn;

    /// @param nanos as [System#nanoTime()]
    LogFile(LongSupplier nanos) {
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
    }

    /// Opens the file at its path, whether or not that is the one that is open.
    ///
    /// @throws IOException when that cannot be opened; the one that is open stays
    void reopen() throws IOException {
        openFile(getFile());
    }

    /// Takes the place of a stream that, once a volume was full, would not try again for minutes.
    @Override
    public void openFile(String name) throws IOException {
        streamWriteLock.lock();
        try {
            setOutputStream(new FileOutputStream(name, true));
            identity = identity(Path.of(name));
        } finally {
            streamWriteLock.unlock();
        }
    }

    @Override
    protected void writeOut(ILoggingEvent event) {
        streamWriteLock.lock();
        try {
            look();
            if (lost > 0) {
                write(saying(lost));
                lost = 0;
            }
            write(event);
        } catch (IOException notWritten) {
            lost++;
        } finally {
            streamWriteLock.unlock();
        }
    }

    private void write(ILoggingEvent event) throws IOException {
        OutputStream out = getOutputStream();
        if (torn) {
            out.write('\n');
        }
        byte[] line = getEncoder().encode(event);
        torn = true; // of a line that does not fit, what fits is there
        out.write(line);
        torn = false;
    }

    private void look() {
        long now = nanos.getAsLong();
        if (now - looked < LOOK_EVERY) {
            return;
        }
        looked = now;
        if (lost > 0 || !Objects.equals(identity, identity(Path.of(getFile())))) {
            try {
                reopen();
            } catch (IOException refused) {
                addWarn("the log file cannot be opened again; the old one stays", refused);
            }
        }
    }

    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    private ILoggingEvent saying(long lines) {
        Logger logger = ((LoggerContext) getContext()).getLogger(Logging.class);
        return new LoggingEvent(
                LogFile.class.getName(),
                logger,
                Level.WARN,
                "The log could not be written for a while: {} lines are missing here.",
                null,
                new Object[] {lines});
    }
}
