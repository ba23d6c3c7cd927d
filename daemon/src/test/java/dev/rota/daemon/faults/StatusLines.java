package dev.rota.daemon.faults;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.rota.daemon.status.StatusBoard;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What the daemons inside this process say of their state.
final class StatusLines implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(StatusBoard.class);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    StatusLines() {
        appender.start();
        logger.addAppender(appender);
    }

    boolean contain(String beginning) {
        return count(beginning) > 0;
    }

    long count(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).count();
    }

    /// Whether the last word was that all is well again. How often it had to be said is nobody's promise: a server
    /// that has just come back may lose a connection or two.
    boolean wellAgain() {
        return !lines.isEmpty() && lines.getLast().startsWith("Working again");
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
