package dev.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/// Where the edge of a local time lies: one that falls into a gap of the clock moves to the first instant after it;
/// of one that happens twice the first begins and the last ends.
final class LocalEdge {
    private LocalEdge() {}

    static Instant begins(LocalDateTime local, ZoneId zone) {
        return at(local, zone, true);
    }

    static Instant ends(LocalDateTime local, ZoneId zone) {
        return at(local, zone, false);
    }

    private static Instant at(LocalDateTime local, ZoneId zone, boolean beginning) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(local);
            return gap.getInstant();
        }
        return local.toInstant(beginning ? offsets.getFirst() : offsets.getLast());
    }
}
