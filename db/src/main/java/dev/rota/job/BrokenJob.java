package dev.rota.job;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stored job of a known kind whose document does not fit it: its runs fail with a sentence (class `config`).
///
/// @param kind     the stored word
/// @param json     the stored document, untouched
/// @param problems what does not fit, never empty
public record BrokenJob(String kind, String json, List<Problem> problems) implements JobSpec {
    public BrokenJob {
        problems = List.copyOf(problems);
    }

    @Override
    public @Nullable Duration timeout() {
        return null;
    }

    @Override
    public Duration defaultTimeout() {
        return Duration.ofSeconds(30);
    }
}
