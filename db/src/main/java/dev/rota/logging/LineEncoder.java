package dev.rota.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// Writes an event as one line. Key-value pairs of the event and the MDC follow the message as `key=value`.
abstract sealed class LineEncoder extends EncoderBase<ILoggingEvent> permits TextLines, JournalLines, JsonLines {

    private static final int LONGEST_TRACE = 16 * 1024;

    /// The line without its end, free of control characters.
    abstract String line(ILoggingEvent event);

    @Override
    public byte[] encode(ILoggingEvent event) {
        return (line(event) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    static Map<String, String> pairs(ILoggingEvent event) {
        Map<String, String> pairs = new LinkedHashMap<>(event.getMDCPropertyMap());
        List<KeyValuePair> own = event.getKeyValuePairs();
        if (own != null) {
            own.forEach(pair -> pairs.put(pair.key, String.valueOf(pair.value)));
        }
        return pairs;
    }

    static String messageAndPairs(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(OneLine.of(event.getFormattedMessage()));
        pairs(event)
                .forEach((key, value) ->
                        text.append(' ').append(OneLine.of(key)).append('=').append(OneLine.value(value)));
        String trace = trace(event);
        if (trace != null) {
            text.append(" | ").append(OneLine.of(trace.replaceAll("\\R\\t*", " | ")));
        }
        return text.toString();
    }

    static @Nullable String trace(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return null;
        }
        String trace = ThrowableProxyUtil.asString(thrown).strip();
        return trace.length() <= LONGEST_TRACE ? trace : trace.substring(0, LONGEST_TRACE) + "…";
    }

    static String time(ILoggingEvent event) {
        Instant at = event.getInstant();
        return (at == null ? Instant.ofEpochMilli(event.getTimeStamp()) : at)
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
    }
}
