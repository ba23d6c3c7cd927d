package dev.rota.run;

import dev.rota.schedule.Next;
import dev.rota.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a slot whose run failed is tried again.
public final class Retries {
    /// No pause is longer.
    static final Duration LONGEST = Duration.ofHours(1);

    private Retries() {}

    /// When the slot is tried again, or null: not at all. A retry that would start at or after the next slot is not
    /// made.
    ///
    /// @param failed how many runs of the slot have failed, with the one that has just ended
    public static @Nullable Instant at(Schedule schedule, Instant slot, int failed, Instant now) {
        if (failed >= schedule.plan().failure().attempts()) {
            return null;
        }
        Instant retry = now.plus(pause(schedule.plan().failure().backoff(), schedule.id(), slot, failed));
        Next following = schedule.following(slot, now);
        return following != null && !retry.isBefore(following.slot()) ? null : retry;
    }

    /// The pause after the failure number `failed`: anything up to `base` doubled that often less one, at most an
    /// hour, so that many schedules that fail together do not come back together. Not random: the same schedule,
    /// slot and number always give the same pause, to the microsecond.
    public static Duration pause(Duration base, long scheduleId, Instant slot, int failed) {
        Duration grown = base.multipliedBy(1L << Math.min(failed - 1, 20));
        Duration most = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
        long micros = most.toNanos() / 1000;
        long seed = scheduleId * 31 + slot.getEpochSecond() * 1_000_003 + slot.getNano() / 1000 + failed * 65_537L;
        return micros == 0 ? Duration.ZERO : Duration.ofNanos((1 + Math.floorMod(mixed(seed), micros)) * 1000);
    }

    /// SplitMix64's finalizer: neighbours get shares far apart.
    private static long mixed(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
