package dev.rota.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.rota.systemd.JournalSocket;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Gives the journal each event as an entry with fields of its own, so that `journalctl SCHEDULE=nightly` finds it.
/// The message is the same line as elsewhere. What the journal does not take goes to standard error, which it reads
/// too.
final class JournalAppender extends AppenderBase<ILoggingEvent> {
    private final JournalSocket journal;
    private final JournalLines lines = new JournalLines();

    JournalAppender(JournalSocket journal) {
        this.journal = journal;
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            journal.send(fields(event));
        } catch (IOException notTaken) {
            System.err.println(lines.line(event));
        }
    }

    private Map<String, String> fields(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", lines.text(event));
        fields.put("PRIORITY", Integer.toString(JournalLines.priority(event.getLevel())));
        fields.put("SYSLOG_IDENTIFIER", "rota");
        fields.put("LOGGER", event.getLoggerName());
        fields.put("THREAD", event.getThreadName());
        LineEncoder.pairs(event).forEach((key, value) -> fields.putIfAbsent(name(key), value));
        return fields;
    }

    /// `run` alone would say too little among the fields of all programs.
    static String name(String key) {
        if (key.equals("run")) {
            return "RUN_ID";
        }
        String name = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_").replaceFirst("^[_0-9]+", "");
        return name.isEmpty() ? "FIELD" : name.substring(0, Math.min(64, name.length()));
    }
}
