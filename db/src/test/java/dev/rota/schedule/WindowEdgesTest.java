package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Active hours and calendars against the sentence of the specification and nothing else: a clock face is read every
/// half minute for a week around a transition, and what the face shows says what is open. All zones that ever moved
/// their clocks since 1970 take part, each with a gap, an overlap and the greatest of its changes.
class WindowEdgesTest {
    private static final int STEP = 30;
    private static final int STEPS = 8 * 86_400 / STEP;
    private static final int HALF_AN_HOUR = 1800 / STEP;

    /// The clock face of a zone, read from an instant on.
    private static final class Face {
        private final ZoneId zone;
        private final Instant begin;
        private final long[] shows = new long[STEPS];

        /// The latest that was shown until a step, and the earliest that is shown from it on: both only ever
        /// grow, so that a time is looked up in them instead of read off step by step.
        private final long[] latest = new long[STEPS];

        private final long[] earliest = new long[STEPS];

        Face(ZoneId zone, Instant begin) {
            this.zone = zone;
            this.begin = begin;
            int offset = offset(0);
            boolean steady = false;
            for (int i = 0; i < STEPS; i++) {
                if (i % HALF_AN_HOUR == 0) {
                    // No clock is changed twice within half an hour: between two equal offsets it was not changed.
                    offset = offset(i);
                    steady = offset == offset(i + HALF_AN_HOUR);
                }
                shows[i] = at(i).getEpochSecond() + (steady ? offset : offset(i));
                latest[i] = i == 0 ? shows[i] : Math.max(latest[i - 1], shows[i]);
            }
            for (int i = STEPS - 1; i >= 0; i--) {
                earliest[i] = i == STEPS - 1 ? shows[i] : Math.min(earliest[i + 1], shows[i]);
            }
        }

        private int offset(int step) {
            return zone.getRules().getOffset(at(step)).getTotalSeconds();
        }

        Instant at(int step) {
            return begin.plusSeconds((long) step * STEP);
        }

        /// Marks everything from the first time the face shows `from` until the last time it shows `until`; a
        /// time that it leaves out is shown when it shows a later one for the first time.
        void mark(boolean[] marks, LocalDateTime from, LocalDateTime until) {
            long first = from.toEpochSecond(ZoneOffset.UTC);
            long last = until.toEpochSecond(ZoneOffset.UTC);
            int end = lastShowing(last);
            end = end < 0 ? firstFrom(latest, last) : end;
            Arrays.fill(marks, Math.min(firstFrom(latest, first), end), end, true);
        }

        private int lastShowing(long time) {
            int step = firstFrom(earliest, time + 1) - 1;
            // Between two changes of the clock a time that is passed was shown, but for one in a gap.
            while (step >= 0 && shows[step] != time && latest[step] >= time) {
                step--;
            }
            return step >= 0 && shows[step] == time ? step : -1;
        }

        /// The first step with at least this time, of times that only grow.
        private static int firstFrom(long[] times, long time) {
            int low = 0;
            int high = STEPS;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (times[middle] >= time) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /// The days whose windows can reach what is looked at.
        List<LocalDate> days() {
            LocalDate first = LocalDate.ofInstant(begin, zone).minusDays(2);
            return first.datesUntil(first.plusDays(13)).toList();
        }
    }

    @Test
    void hours_and_blackouts_hold_when_the_clock_on_the_wall_says_so() {
        Set<ZoneRules> seen = new HashSet<>();
        List<ZoneId> zones = new TreeSet<>(ZoneId.getAvailableZoneIds())
                .stream()
                        .map(ZoneId::of)
                        .filter(zone -> !zone.getRules().isFixedOffset() && seen.add(zone.getRules()))
                        .toList();
        int transitions = zones.parallelStream().mapToInt(WindowEdgesTest::hold).sum();
        assertThat(zones).as("zones that moved their clocks").hasSizeGreaterThan(300);
        assertThat(transitions).as("their changes of the clock").isGreaterThan(2 * zones.size());
    }

    /// Around how many transitions of the zone it held.
    private static int hold(ZoneId zone) {
        Random random = new Random(25 + zone.getId().hashCode());
        List<ZoneOffsetTransition> transitions = transitions(zone, random);
        for (ZoneOffsetTransition transition : transitions) {
            Face face = new Face(zone, transition.getInstant().minusSeconds(4 * 86_400));
            for (int i = 0; i < 2; i++) {
                hold(face, transition, random);
            }
        }
        return transitions.size();
    }

    /// One gap, one overlap, and the greatest change there was.
    private static List<ZoneOffsetTransition> transitions(ZoneId zone, Random random) {
        List<ZoneOffsetTransition> all = new ArrayList<>();
        Instant from = Instant.parse("1970-01-02T00:00:00Z");
        Instant until = Instant.parse("2038-01-01T00:00:00Z");
        for (ZoneOffsetTransition next = zone.getRules().nextTransition(from);
                next != null && next.getInstant().isBefore(until);
                next = zone.getRules().nextTransition(next.getInstant())) {
            all.add(next);
        }
        Set<ZoneOffsetTransition> chosen = new LinkedHashSet<>();
        for (boolean gap : List.of(true, false)) {
            List<ZoneOffsetTransition> alike =
                    all.stream().filter(one -> one.isGap() == gap).toList();
            if (!alike.isEmpty()) {
                chosen.add(alike.get(random.nextInt(alike.size())));
            }
        }
        all.stream().max(Comparator.comparing(one -> one.getDuration().abs())).ifPresent(chosen::add);
        return List.copyOf(chosen);
    }

    private static void hold(Face face, ZoneOffsetTransition transition, Random random) {
        LocalDateTime moved = transition.getDateTimeBefore();
        List<ActiveHours.Window> windows = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            windows.add(window(random, moved.toLocalTime()));
        }
        List<ActiveHours.DateException> exceptions = new ArrayList<>();
        if (random.nextBoolean()) {
            LocalDate date = moved.toLocalDate().plusDays(random.nextInt(-1, 2));
            List<ActiveHours.Hours> hours = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                ActiveHours.Window window = window(random, moved.toLocalTime());
                hours.add(new ActiveHours.Hours(window.from(), window.until()));
            }
            exceptions.add(new ActiveHours.DateException(date, hours));
        }
        LocalDateTime from = moved.plusMinutes(random.nextInt(-200, 200)).withSecond(0);
        LocalDateTime until = from.plusMinutes(1 + random.nextInt(300));
        Calendar calendar = new Calendar("c", List.of(new Calendar.Entry(new Calendar.Times(from, until), null)));
        ActiveHours hours = new ActiveHours(windows, exceptions);

        boolean[] open = new boolean[STEPS];
        for (LocalDate day : face.days()) {
            List<ActiveHours.DateException> other =
                    exceptions.stream().filter(one -> one.date().equals(day)).toList();
            if (other.isEmpty()) {
                windows.stream()
                        .filter(window -> window.days().contains(day.getDayOfWeek()))
                        .forEach(window -> mark(face, open, day, window.from(), window.until()));
            } else {
                other.getFirst().hours().forEach(window -> mark(face, open, day, window.from(), window.until()));
            }
        }
        boolean[] black = new boolean[STEPS];
        face.mark(black, from, until);
        String what = face.zone + " " + transition + " " + hours + " " + calendar;
        compare(face, open, new OpenTime(hours, List.of(), face.zone), what);
        boolean[] both = new boolean[STEPS];
        for (int i = 0; i < STEPS; i++) {
            both[i] = open[i] && !black[i];
        }
        compare(face, both, new OpenTime(hours, List.of(calendar), face.zone), what);
    }

    /// At every instant the same, and from some instants the same next edge.
    private static void compare(Face face, boolean[] open, OpenTime time, String what) {
        int nextOpen = STEPS;
        int nextClosed = STEPS;
        // The last day is left to the windows that go on behind it.
        int last = STEPS - 2 * 86_400 / STEP;
        TreeMap<Integer, String> wrong = new TreeMap<>();
        for (int i = STEPS - 1; i >= 2 * 86_400 / STEP; i--) {
            nextOpen = open[i] ? i : nextOpen;
            nextClosed = open[i] ? nextClosed : i;
            if (i >= last) {
                continue;
            }
            boolean edge = open[i] != open[i - 1] || open[i] != open[i + 1];
            boolean near = Math.abs(i - STEPS / 2) < 8 * HALF_AN_HOUR;
            if (!edge && i % (near ? 20 : 107) != 0) {
                continue; // between two edges a look now and then will do, every ten minutes near the transition
            }
            Instant instant = face.at(i);
            if (time.isOpen(instant) != open[i]) {
                wrong.put(i, instant + ": open is " + open[i]);
            } else if (nextOpen < STEPS && !open[i] && !face.at(nextOpen).equals(time.nextOpening(instant))) {
                wrong.put(i, instant + ": opens at " + face.at(nextOpen) + ", not " + time.nextOpening(instant));
            } else if (nextClosed < STEPS && open[i] && !face.at(nextClosed).equals(time.nextClosing(instant))) {
                wrong.put(i, instant + ": closes at " + face.at(nextClosed) + ", not " + time.nextClosing(instant));
            }
        }
        assertThat(wrong).as(what).isEmpty();
    }

    private static void mark(Face face, boolean[] marks, LocalDate day, int from, int until) {
        LocalDateTime midnight = day.atStartOfDay();
        face.mark(marks, midnight.plusMinutes(from), midnight.plusMinutes(until <= from ? until + 1440 : until));
    }

    /// Half of the windows have their edges where the clocks move.
    private static ActiveHours.Window window(Random random, LocalTime moved) {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        for (int i = random.nextInt(4); i > 0; i--) {
            days.remove(DayOfWeek.of(1 + random.nextInt(7)));
        }
        int at = moved.toSecondOfDay() / 60;
        int from = random.nextBoolean() ? random.nextInt(1440) : Math.floorMod(at + random.nextInt(-70, 70), 1440);
        int until = random.nextBoolean() ? random.nextInt(1441) : Math.floorMod(at + random.nextInt(-70, 70), 1440);
        return from == until ? window(random, moved) : new ActiveHours.Window(days, from, until);
    }
}
