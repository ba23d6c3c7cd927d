package dev.rota.bin.doctor;

import dev.rota.store.Examination.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How far this machine's clock is from the database's, which decides when something is due.
final class ClockProbe {
    private static final Duration NOTICED = Duration.ofSeconds(2);

    private ClockProbe() {}

    /// @param here this machine's time when the answer had come
    static List<Finding> look(Clock clock, Instant here) {
        Instant there = clock.at().plus(clock.roundTrip().dividedBy(2));
        Duration offset = Duration.between(there, here);
        String said = "This machine's clock is " + offset.abs().toMillis() + " ms "
                + (offset.isNegative() ? "behind" : "ahead of") + " the database's.";
        if (offset.abs().compareTo(NOTICED) > 0) {
            return List.of(Finding.warn(
                    said + " Schedules follow the database's; logs and targets may not agree with it.",
                    "Let both machines follow a time server: timedatectl set-ntp true."));
        }
        return List.of(Finding.ok(said));
    }
}
