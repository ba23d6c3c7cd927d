package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Slots that are local times of a zone, as an expression names them. What that means where the clocks change is
/// written at [ZonedTimes].
public sealed interface LocalRecurrence extends Recurrence permits Cron, OnCalendar {

    /// The expression as it was written.
    String text();

    LocalTimes times();

    /// Whether it runs whenever the local time matches, twice in an hour that comes twice; otherwise it is a list
    /// of local times, each of which stands for one slot.
    boolean wheneverItMatches();

    ZoneId zone();

    @Override
    default @Nullable Instant nextAfter(Instant instant) {
        return instant(zoned().next(instant.getEpochSecond()));
    }

    @Override
    default @Nullable Instant atOrAfter(Instant instant) {
        return instant(zoned().next(ceiling(instant) - 1));
    }

    @Override
    default @Nullable Instant atOrBefore(Instant instant) {
        return instant(zoned().previous(instant.getEpochSecond()));
    }

    @Override
    default long count(Instant from, Instant toInclusive) {
        return zoned().count(ceiling(from), toInclusive.getEpochSecond());
    }

    @Override
    default @Nullable Duration shortestGap() {
        return Duration.ofSeconds(times().timesOfDay().shortestGap());
    }

    private ZonedTimes zoned() {
        return new ZonedTimes(times(), wheneverItMatches(), zone().getRules());
    }

    private static long ceiling(Instant instant) {
        return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    }

    private static @Nullable Instant instant(long second) {
        return second == LocalTimes.NONE ? null : Instant.ofEpochSecond(second);
    }
}
