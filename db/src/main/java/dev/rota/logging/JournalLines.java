package dev.rota.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// For the journal: the priority of syslog in front (sd-daemon(3)), no time, for the journal has its own.
final class JournalLines extends LineEncoder {

    @Override
    String line(ILoggingEvent event) {
        return "<" + priority(event.getLevel()) + ">" + text(event);
    }

    String text(ILoggingEvent event) {
        String logger = event.getLoggerName();
        return logger.substring(logger.lastIndexOf('.') + 1) + ": " + messageAndPairs(event);
    }

    static int priority(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return 3;
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return 4;
        }
        return level.isGreaterOrEqual(Level.INFO) ? 6 : 7;
    }
}
