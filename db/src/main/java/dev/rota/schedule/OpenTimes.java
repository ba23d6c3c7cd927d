package dev.rota.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the stretches of time at which a schedule may run.
public final class OpenTimes {
    private static final int MOST = 10_000;

    private OpenTimes() {}

    /// @param closes whether it ends by itself, not because nobody looked further
    public record Open(Instant from, Instant until, boolean closes) {}

    /// Those between two instants, cut off there; the first 10,000 of them.
    public static List<Open> between(Schedule schedule, Instant from, Instant to) {
        return between(Timetable.of(schedule.plan().when(), schedule.id()), from, to);
    }

    static List<Open> between(Timetable table, Instant from, Instant to) {
        List<Open> found = new ArrayList<>();
        Instant opens = table.isOpen(from) ? from : table.opening(from);
        while (opens.isBefore(to) && found.size() < MOST) {
            @Nullable Instant closes = table.open().nextClosing(opens);
            boolean inside = closes != null && !closes.isAfter(to);
            Instant until = closes != null && inside ? closes : to;
            found.add(new Open(opens, until, inside));
            Instant next = table.opening(until);
            if (!next.isAfter(opens)) {
                break;
            }
            opens = next;
        }
        return found;
    }
}
