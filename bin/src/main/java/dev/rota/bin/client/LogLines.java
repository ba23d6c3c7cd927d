package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lines of run logs, as they are printed.
final class LogLines {
    private LogLines() {}

    /// @param named whether the schedule's name stands before the text
    static void print(PrintStream out, JsonNode line, boolean json, boolean named) {
        if (json) {
            out.println(line);
            return;
        }
        String level = line.path("level").asText("INFO");
        out.println(Remote.time(line, "at")
                + (level.equals("INFO") || level.equals("OUT") ? " " : " " + level + " ")
                + (named ? "[" + Remote.word(line, "schedule_name") + "] " : "")
                + line.path("text").asText().replaceAll("\\p{Cntrl}", " "));
        out.flush();
    }

    /// A second until the next look; Ctrl-C ends the process meanwhile.
    @SuppressWarnings("ReturnValueIgnored")
    static void await() throws InterruptedException {
        boolean never = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
        assert !never;
    }
}
