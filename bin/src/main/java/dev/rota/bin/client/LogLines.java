package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
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

    /// The next page for whoever follows: while the API is away they wait, and go on where they were.
    static JsonNode patiently(Session session, ApiClient api, String path) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                return api.get(path);
            } catch (CommandFailed away) {
                if (away.code() != ExitCode.UNREACHABLE) {
                    throw away;
                }
                if (!told) {
                    session.err().println("rota: The API does not answer; going on when it does.");
                    told = true;
                }
                await();
            }
        }
    }

    /// A second until the next look; Ctrl-C ends the process meanwhile.
    @SuppressWarnings("ReturnValueIgnored")
    static void await() throws InterruptedException {
        boolean never = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
        assert !never;
    }
}
