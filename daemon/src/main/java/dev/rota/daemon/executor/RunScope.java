package dev.rota.daemon.executor;

import dev.rota.config.Secrets;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.RunLog;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Measurement;
import dev.rota.run.ScrapedItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the job of one run gets to use.
final class RunScope implements RunContext {
    private final LiveRun run;
    private final DatabaseClock clock;
    private final Secrets secrets;
    private final Masker masker;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<ScrapedItem> items = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    RunScope(LiveRun run, DatabaseClock clock, Secrets secrets, Masker masker) {
        this.run = run;
        this.clock = clock;
        this.secrets = secrets;
        this.masker = masker;
    }

    @Override
    public UUID runId() {
        return run.claim().runId();
    }

    @Override
    public String slotKey() {
        Claim claim = run.claim();
        return claim.scheduleId() == 0 ? claim.runId().toString() : claim.scheduleId() + "@" + claim.slot();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Duration remaining() {
        Long deadline = run.deadline();
        return deadline == null
                ? run.claim().job().deadline()
                : Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
    }

    @Override
    public RunLog log() {
        return run.log();
    }

    @Override
    public String secret(String name) throws JobFailed {
        String value;
        try {
            value = secrets.find(name).orElse(null);
        } catch (IOException e) {
            throw new JobFailed(
                    FailureClass.CONFIG, "The secret " + name + " cannot be read: " + e.getMessage() + ".", null, e);
        }
        if (value == null) {
            throw new JobFailed(FailureClass.CONFIG, "There is no secret " + name + ". " + secrets.whereToPut(name));
        }
        masker.add(value);
        return value;
    }

    @Override
    public void turnsTo(String host) {
        hosts.remove(host);
        hosts.add(host);
    }

    /// The hosts the run turned to, the last one last.
    List<String> hosts() {
        return List.copyOf(hosts);
    }

    @Override
    public void progress(long done, @Nullable Long total, String message) {
        run.progress(new LiveRun.Progress(done, total, masker.mask(message)));
    }

    @Override
    public void measured(Measurement measurement) {
        measurements.add(measurement);
    }

    @Override
    public void found(ScrapedItem item) {
        items.add(item);
    }

    Harvest harvest() {
        return new Harvest(measurements, items);
    }
}
