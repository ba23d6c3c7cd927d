package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at many schedules at once for what none of them shows by itself.
public final class FleetLint {
    private static final int NAMED = 5;

    private FleetLint() {}

    /// When the runs of a schedule start.
    public record Starts(String name, List<Instant> starts) {}

    /// Finds minutes in which more than `most` schedules start (`crowded_minute`).
    ///
    /// @param zone of the times in sentences
    public static List<Lint.Finding> of(List<Starts> fleet, int most, ZoneId zone) {
        Map<Instant, Set<Integer>> minutes = new HashMap<>();
        for (int i = 0; i < fleet.size(); i++) {
            for (Instant start : fleet.get(i).starts()) {
                minutes.computeIfAbsent(start.truncatedTo(ChronoUnit.MINUTES), _ -> new LinkedHashSet<>())
                        .add(i);
            }
        }
        Instant fullest = null;
        Collection<Integer> there = List.of();
        List<Instant> crowded = new ArrayList<>();
        for (Map.Entry<Instant, Set<Integer>> minute : minutes.entrySet()) {
            int size = minute.getValue().size();
            if (size > most) {
                crowded.add(minute.getKey());
                boolean first = fullest == null || minute.getKey().isBefore(fullest);
                if (size > there.size() || (size == there.size() && first)) {
                    fullest = minute.getKey();
                    there = minute.getValue();
                }
            }
        }
        if (fullest == null) {
            return List.of();
        }
        String names = there.stream()
                .limit(NAMED)
                .map(i -> fleet.get(i).name())
                .collect(Collectors.joining(", ", "", there.size() > NAMED ? ", …" : ""));
        String others =
                crowded.size() == 1 ? "" : "; " + crowded.size() + " minutes in this time have more than " + most;
        return List.of(new Lint.Finding(
                "crowded_minute",
                Lint.Severity.WARNING,
                there.size() + " schedules start within the minute of " + Wording.time(fullest, zone) + " (" + names
                        + ")" + others + ". A spread of " + Wording.length(Duration.ofMinutes(5))
                        + ", say, would draw them apart."));
    }
}
