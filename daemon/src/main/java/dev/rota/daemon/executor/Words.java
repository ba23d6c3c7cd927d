package dev.rota.daemon.executor;

import dev.rota.run.StorableText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

/// How a run speaks of times and errors.
final class Words {
    private static final int LONGEST = 16_000;

    private Words() {}

    /// `850 ms`, `12.3 s`, `5 min 10 s`.
    static String of(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            long tenths = duration.toMillis() / 100;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        return duration.toSecondsPart() == 0
                ? duration.toMinutes() + " min"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    /// The stack trace; of a deep one only the beginning.
    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return clean(text.toString());
    }

    /// What PostgreSQL can keep: no NUL, no half of a pair, not endless.
    static String clean(String text) {
        return StorableText.shortened(text, LONGEST);
    }
}
