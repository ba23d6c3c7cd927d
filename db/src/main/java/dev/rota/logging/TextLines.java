package dev.rota.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// For people: time, level, who, what.
final class TextLines extends LineEncoder {

    @Override
    String line(ILoggingEvent event) {
        String logger = event.getLoggerName();
        return String.format(
                "%-24s %-5s %s: %s",
                time(event), event.getLevel(), logger.substring(logger.lastIndexOf('.') + 1), messageAndPairs(event));
    }
}
