package dev.rota.daemon.executor;

import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import dev.rota.run.Claim;
import dev.rota.run.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Claims for tests.
final class Claims {
    static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");

    private Claims() {}

    static Claim at(Instant startsAt, @Nullable Instant closesAt, JobSpec job) {
        return new Claim(
                UUID.randomUUID(),
                7,
                "prices",
                startsAt,
                Trigger.SCHEDULED,
                1,
                job,
                startsAt,
                false,
                0,
                null,
                closesAt,
                false);
    }

    static Claim now() {
        return at(NOW, null, command(Duration.ofSeconds(30)));
    }

    static JobSpec command(Duration timeout) {
        return new CommandJob(List.of("/bin/true"), null, Map.of(), List.of(0), timeout);
    }
}
