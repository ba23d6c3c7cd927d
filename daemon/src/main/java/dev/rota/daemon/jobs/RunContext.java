package dev.rota.daemon.jobs;

import dev.rota.run.Measurement;
import dev.rota.run.ScrapedItem;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a runner may use while it runs, and nothing else. Used by the run's own thread only.
public interface RunContext {
    UUID runId();

    /// The same for every run at one slot of one schedule, and for no other: what lets a target do a request once
    /// although a daemon that died made it again. At most 60 characters of ASCII.
    String slotKey();

    /// The database's clock.
    Instant now();

    /// What is left until the run's deadline; never negative. At the deadline the run's thread is interrupted.
    Duration remaining();

    /// The run's own log. Lines are capped, secrets in them are masked.
    RunLog log();

    /// The value of a secret by its name.
    ///
    /// @throws JobFailed class `config` when there is no secret of that name, saying where to put it
    String secret(String name) throws JobFailed;

    /// Tells that the run is about to turn to a host: when many cannot be reached, it may be our own way out.
    void turnsTo(String host);

    /// Tells whoever watches how far the run has come.
    ///
    /// @param total how much there is in all, or null when that is not known
    void progress(long done, @Nullable Long total, String message);

    /// Hands over a number; it is written with the outcome, if the run succeeds.
    void measured(Measurement measurement);

    /// Hands over an item; it is written with the outcome, if the run succeeds.
    void found(ScrapedItem item);
}
