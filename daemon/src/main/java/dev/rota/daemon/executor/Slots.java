package dev.rota.daemon.executor;

import dev.rota.job.Lane;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// How many runs a daemon may have at once, and how the lanes share that. Programs have slots of their own; what is
/// left is for everything else, and scrapes, which take minutes where others take moments, never have more than
/// their part of it.
///
/// @param total    from 1
/// @param commands how many of them are for programs; at most half, so that the others have some
/// @param scrapes  how many of the others may be scrapes
public record Slots(int total, int commands, int scrapes) {
    private static final List<Lane> LANES = List.of(Lane.values());

    public Slots {
        commands = total == 1 ? 1 : Math.min(commands, total / 2);
        scrapes = Math.min(scrapes, shared(total, commands));
    }

    /// With as many scrapes as leave one half of the shared slots to the rest.
    public Slots(int total, int commands) {
        this(total, commands, Math.max(1, (total - Math.min(commands, total / 2)) / 2));
    }

    /// How many runs of a lane there may be.
    int of(Lane lane) {
        return switch (lane) {
            case GENERAL -> shared(total, commands);
            case COMMAND -> commands;
            case SCRAPE -> scrapes;
        };
    }

    /// What each lane may take now, all of them together. Where two could take the same slot, each has its turn.
    ///
    /// @param taken how many runs each lane has
    /// @param turn  counts the claims
    Map<Lane, Integer> free(Map<Lane, Integer> taken, long turn) {
        int left = total;
        int leftShared = shared(total, commands);
        for (Lane lane : LANES) {
            int runs = taken.getOrDefault(lane, 0);
            left -= runs;
            leftShared -= lane == Lane.COMMAND ? 0 : runs;
        }
        Map<Lane, Integer> free = new EnumMap<>(Lane.class);
        Set<Lane> shared = EnumSet.complementOf(EnumSet.of(Lane.COMMAND));
        for (Lane lane : inTurn(turn)) {
            boolean own = !shared.remove(lane);
            int here = Math.min(left, of(lane) - taken.getOrDefault(lane, 0));
            // Whoever has the first turn leaves one, so that a claim never passes by what the other lane alone has.
            int most = leftShared > 1 && !shared.isEmpty() ? leftShared - 1 : leftShared;
            here = Math.max(0, own ? here : Math.min(here, most));
            free.put(lane, here);
            left -= here;
            leftShared -= own ? 0 : here;
        }
        return free;
    }

    private static List<Lane> inTurn(long turn) {
        int first = Math.floorMod(turn, LANES.size());
        return IntStream.range(0, LANES.size())
                .mapToObj(i -> LANES.get((first + i) % LANES.size()))
                .toList();
    }

    private static int shared(int total, int commands) {
        return Math.max(1, total - commands);
    }
}
