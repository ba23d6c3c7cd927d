package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
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
                : begin.minusSeconds(random.nextLong(86_400)).truncatedTo(ChronoUnit.HOURS);
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
                new ActiveHours(windows, random.nextInt(3) == 0 ? exceptions(zone, begin) : List.of()),
                random.nextInt(2) == 0 ? calendars(zone, begin) : List.of(),
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

    private List<ActiveHours.DateException> exceptions(ZoneId zone, Instant begin) {
        List<ActiveHours.DateException> exceptions = new ArrayList<>();
        LocalDate date = LocalDate.ofInstant(begin, zone).minusDays(1);
        for (int i = random.nextInt(3); i >= 0; i--) {
            date = date.plusDays(1 + random.nextInt(3));
            List<ActiveHours.Hours> hours = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                ActiveHours.Window window = window();
                hours.add(new ActiveHours.Hours(window.from(), window.until()));
            }
            exceptions.add(new ActiveHours.DateException(date, hours));
        }
        return exceptions;
    }

    private List<Calendar> calendars(ZoneId zone, Instant begin) {
        List<Calendar> calendars = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            List<Calendar.Entry> entries = new ArrayList<>();
            for (int j = random.nextInt(4); j >= 0; j--) {
                entries.add(new Calendar.Entry(span(LocalDateTime.ofInstant(begin, zone)), null));
            }
            calendars.add(new Calendar("calendar " + i, entries));
        }
        return calendars;
    }

    private Calendar.Span span(LocalDateTime begin) {
        LocalDateTime from = begin.plusMinutes(random.nextInt(-1440, 7 * 1440)).truncatedTo(ChronoUnit.MINUTES);
        LocalDate date = from.toLocalDate();
        return switch (random.nextInt(4)) {
            case 0 -> new Calendar.Day(date);
            case 1 -> new Calendar.Days(date, date.plusDays(random.nextInt(3)));
            case 2 -> new Calendar.EveryYear(MonthDay.from(date));
            default -> new Calendar.Times(from, from.plusMinutes(1 + random.nextInt(2000)));
        };
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
