package dev.rota.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A slot that lies ahead.
///
/// @param startsAt   when its run may start; for a suppressed slot, when it would have
/// @param suppressed why it will not run; null: it will
public record Upcoming(
        Instant slot, Instant startsAt, @Nullable Reason suppressed) {}
