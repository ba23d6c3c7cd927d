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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Active hours and calendars against the sentence of the specification and nothing else: a clock face is read every
/// half minute for a week around a transition, and what the face shows says what is open. All zones that ever moved
/// their clocks since 1970 take part.
class WindowEdgesTest {
    private static final int STEP = 30;
    private static final int STEPS = 8 * 86_400 / STEP;

    /// The clock face of a zone, read from an instant on.
    private static final class Face {
        private final ZoneId zone;
        private final Instant begin;
        private final long[] shows = new long[STEPS];

        Face(ZoneId zone, Instant begin) {
            this.zone = zone;
            this.begin = begin;
            for (int i = 0; i < STEPS; i++) {
                Instant at = at(i);
                shows[i] = at.getEpochSecond() + zone.getRules().getOffset(at).getTotalSeconds();
            }
        }

        Instant at(int step) {
            return begin.plusSeconds((long) step * STEP);
        }

        /// Marks everything from the first time the face shows `from` until the last time it shows `until`; a
        /// time that it leaves out is shown when it shows a later one for the first time.
        void mark(boolean[] marks, LocalDateTime from, LocalDateTime until) {
            long first = from.toEpochSecond(ZoneOffset.UTC);
            long last = until.toEpochSecond(ZoneOffset.UTC);
            int begin = 0;
            while (begin < STEPS && shows[begin] < first) {
                begin++;
            }
            int end = STEPS - 1;
            while (end >= 0 && shows[end] != last) {
                end--;
            }
            for (int i = 0; end < 0 && i < STEPS; i++) {
                end = shows[i] >= last ? i : end;
            }
            for (int i = begin; i < (end < 0 ? STEPS : end); i++) {
                marks[i] = true;
            }
        }

        /// The days whose windows can reach what is looked at.
        List<LocalDate> days() {
            LocalDate first = LocalDate.ofInstant(begin, zone).minusDays(2);
            return first.datesUntil(first.plusDays(13)).toList();
        }
    }

    @Test
    void hours_and_blackouts_hold_when_the_clock_on_the_wall_says_so() {
        Random random = new Random(25);
        Set<ZoneRules> seen = new HashSet<>();
        int transitions = 0;
        for (String id : new java.util.TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            if (zone.getRules().isFixedOffset() || !seen.add(zone.getRules())) {
                continue;
            }
            for (ZoneOffsetTransition transition : transitions(zone, random)) {
                transitions++;
                Face face = new Face(zone, transition.getInstant().minusSeconds(4 * 86_400));
                for (int i = 0; i < 4; i++) {
                    hold(face, transition, random);
                }
            }
        }
        assertThat(transitions).as("zones that moved their clocks").isGreaterThan(300);
    }

    private static List<ZoneOffsetTransition> transitions(ZoneId zone, Random random) {
        List<ZoneOffsetTransition> all = new ArrayList<>();
        Instant from = Instant.parse("1970-01-02T00:00:00Z");
        Instant until = Instant.parse("2038-01-01T00:00:00Z");
        for (ZoneOffsetTransition next = zone.getRules().nextTransition(from);
                next != null && next.getInstant().isBefore(until);
                next = zone.getRules().nextTransition(next.getInstant())) {
            all.add(next);
        }
        // One of each: a gap and an overlap, and the strangest there is.
        List<ZoneOffsetTransition> chosen = new ArrayList<>();
        for (int i = 0; i < 2 && !all.isEmpty(); i++) {
            chosen.add(all.get(random.nextInt(all.size())));
        }
        all.stream()
                .max(java.util.Comparator.comparing(one -> one.getDuration().abs()))
                .ifPresent(chosen::add);
        return chosen;
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
            if (!edge && i % 20 != 0) {
                continue; // between two edges a look every ten minutes will do
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
