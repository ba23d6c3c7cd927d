package dev.rota.daemon.jobs;

import dev.rota.run.FailureClass;
import dev.rota.run.Measurement;
import dev.rota.run.ScrapedItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A run context that remembers what it was told. Its clock stands still.
public final class ContextForTests implements RunContext {
    public static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    public final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    public final List<Measurement> measurements = new ArrayList<>();
    public final List<ScrapedItem> items = new ArrayList<>();
    public final List<String> progress = new ArrayList<>();
    public final Map<String, String> secrets;
    private final UUID id = UUID.randomUUID();

    public ContextForTests() {
        this(Map.of());
    }

    public ContextForTests(Map<String, String> secrets) {
        this.secrets = secrets;
    }

    @Override
    public UUID runId() {
        return id;
    }

    @Override
    public String slotKey() {
        return "7@" + NOW;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(30);
    }

    @Override
    public RunLog log() {
        return new RunLog() {
            @Override
            public void info(String text) {
                lines.add("INFO " + text);
            }

            @Override
            public void warn(String text) {
                lines.add("WARN " + text);
            }

            @Override
            public void error(String text) {
                lines.add("ERROR " + text);
            }

            @Override
            public void output(String text) {
                lines.add("OUT " + text);
            }
        };
    }

    @Override
    public String secret(String name) throws JobFailed {
        String value = secrets.get(name);
        if (value == null) {
            throw new JobFailed(FailureClass.CONFIG, "There is no secret " + name + ".");
        }
        return value;
    }

    @Override
    public void turnsTo(String host) {}

    @Override
    public void progress(long done, @Nullable Long total, String message) {
        progress.add(message);
    }

    @Override
    public void measured(Measurement measurement) {
        measurements.add(measurement);
    }

    @Override
    public void found(ScrapedItem item) {
        items.add(item);
    }
}
