package dev.rota.bin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// The command in this JVM, with what it printed.
public final class Rota {
    public static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private Rota() {}

    /// Runs the command with an output that may fail, as a pipe does whose reader has gone.
    public static int into(
            java.io.OutputStream out, java.io.OutputStream err, Map<String, String> environment, String... arguments) {
        Session session = new Session(
                environment,
                java.io.InputStream.nullInputStream(),
                new PrintStream(new Output(out), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                InstantSource.system());
        return Main.run(session, arguments);
    }

    public record Said(int code, String out, String err) {}

    /// @param in what stands on standard input
    public static Said run(Map<String, String> environment, String in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                environment,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                InstantSource.fixed(NOW));
        int code = Main.run(session, arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
