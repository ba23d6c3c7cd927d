package dev.rota.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A stored job of a kind that this build does not know: shown, never claimed, and left exactly as it is.
///
/// @param kind the stored word
/// @param json the stored document, untouched
public record UnknownJob(String kind, String json) implements JobSpec {
    @Override
    public @Nullable Duration timeout() {
        return null;
    }

    @Override
    public Duration defaultTimeout() {
        return Duration.ofSeconds(30);
    }
}
