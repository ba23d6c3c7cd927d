package dev.rota.daemon.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What should have run, tried out second by second without any of the code that Rota computes slots with.
///
/// @param schedule its id
/// @param anchor   its first slot
/// @param every    its grid, in whole seconds
record Timetable(long schedule, Instant anchor, Duration every) {

    /// All slots up to and including an instant.
    List<Instant> until(Instant end) {
        List<Instant> slots = new ArrayList<>();
        for (long second = 0; !anchor.plusSeconds(second).isAfter(end); second++) {
            if (second % every.toSeconds() == 0) {
                slots.add(anchor.plusSeconds(second));
            }
        }
        return slots;
    }
}
