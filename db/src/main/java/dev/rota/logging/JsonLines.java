package dev.rota.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// For programs: one JSON object a line. With a priority in front when the journal reads it.
final class JsonLines extends LineEncoder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean journal;

    JsonLines(boolean journal) {
        this.journal = journal;
    }

    @Override
    String line(ILoggingEvent event) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("at", time(event));
        line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        pairs(event).forEach(line::putIfAbsent);
        String trace = trace(event);
        if (trace != null) {
            line.put("error", trace);
        }
        try {
            String json = JSON.writeValueAsString(line);
            return journal ? "<" + JournalLines.priority(event.getLevel()) + ">" + json : json;
        } catch (JsonProcessingException impossible) { // A map of strings always has a JSON form.
            throw new IllegalStateException(impossible);
        }
    }
}
