package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Plans as users might write them, and the stretch of time they are tried on: half of them around a change of the
/// clock of their zone, in the years 2000 to 2037.
record RandomPlans(Random random) {
    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();
    private static final List<String> DISTANCES = List.of(
            "PT1M", "PT5M", "PT7M", "PT15M", "PT17M13S", "PT30M", "PT1H", "PT1H", "PT1H30M", "PT5H", "P1D", "P2DT1H");
    private static final List<String> GRACES = List.of("PT0S", "PT10S", "PT1M", "PT1M", "PT20M", "PT3H");

    ZoneId zone() {
        return ZoneId.of(pick(ZONES));
    }

    /// An instant to begin at, some days before which nothing happens.
    Instant begin(ZoneId zone) {
        Instant any = Instant.ofEpochSecond(random.nextLong(946_684_800L, 2_145_916_800L));
        ZoneOffsetTransition change = random.nextBoolean() ? zone.getRules().nextTransition(any) : null;
        return change == null || change.getInstant().getEpochSecond() > 2_145_916_800L
                ? any
                : change.getInstant().minusSeconds(random.nextLong(2 * 86_400));
    }

    When when(ZoneId zone, Instant begin) {
        boolean skip = random.nextBoolean();
        // A grid must meet its window within the days that the oracle lists: the first ten are finer than five hours.
        Duration every = Duration.parse(pick(skip ? DISTANCES.subList(0, 10) : DISTANCES));
        Instant anchor = random.nextBoolean()
                ? begin
                : begin.minusSeconds(random.nextLong(86_400)).truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        List<ActiveHours.Window> windows = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            windows.add(window());
        }
        if (skip && !windows.isEmpty()) {
            windows.add(ActiveHours.Window.daily(random.nextInt(600), 900 + random.nextInt(541)));
        }
        return new When(
                new Every(every, anchor),
                zone,
                new ActiveHours(windows),
                skip ? OutsideWindow.SKIP : OutsideWindow.AT_OPEN,
                WindowClose.FINISH,
                switch (random.nextInt(4)) {
                    case 0 -> MissedPolicy.NONE;
                    case 1 -> MissedPolicy.all(1 + random.nextInt(5));
                    default -> MissedPolicy.LAST;
                },
                Duration.parse(pick(GRACES)),
                random.nextBoolean() ? Duration.ZERO : every.dividedBy(2 + random.nextInt(20)));
    }

    private ActiveHours.Window window() {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        for (int i = random.nextInt(5); i > 0; i--) {
            days.remove(DayOfWeek.of(1 + random.nextInt(7)));
        }
        int step = random.nextBoolean() ? 60 : 10;
        int from = random.nextInt(1440 / step) * step;
        int until = random.nextInt(1440 / step + 1) * step;
        return from == until ? new ActiveHours.Window(days, 360, 1320) : new ActiveHours.Window(days, from, until);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
