package dev.rota.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The rule of local times once more, without arithmetic: it walks through the instants minute by minute and looks
/// at the clock on the wall. Since 2000 every clock was changed at a whole minute.
///
/// @param minutes    the minutes of the day that match
/// @param seconds    the seconds of such a minute that match
/// @param dates      the days that match
/// @param whenever   whether a time counts whenever the wall clock shows it, otherwise the first time it is reached
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of these
record MinuteByMinute(boolean[] minutes, boolean[] seconds, Predicate<LocalDate> dates, boolean whenever) {
    private static final int A_DAY = 1440;

    /// The slots from one whole minute until before another.
    List<Instant> slots(ZoneId zone, Instant from, Instant until) {
        Walk walk = new Walk();
        ZoneRules rules = zone.getRules();
        long first = from.getEpochSecond() / 60;
        // Two days earlier, to know which times were reached before.
        for (long minute = first - 2 * A_DAY; minute < until.getEpochSecond() / 60; ) {
            // No clock is changed twice within half an hour.
            int before = offset(rules, minute);
            boolean steady = before == offset(rules, minute + 30);
            for (int i = 0; i < 30; i++, minute++) {
                walk.at(minute, steady ? before : offset(rules, minute));
            }
        }
        return walk.found.stream()
                .filter(slot -> !slot.isBefore(from) && slot.isBefore(until))
                .toList();
    }

    private static int offset(ZoneRules rules, long minute) {
        return rules.getOffset(Instant.ofEpochSecond(minute * 60)).getTotalSeconds() / 60;
    }

    private final class Walk {
        private final List<Instant> found = new ArrayList<>();
        private long reached = Long.MIN_VALUE;
        private long day = Long.MIN_VALUE;
        private boolean today;

        private void at(long minute, int offset) {
            long wall = minute + offset;
            if (whenever) {
                if (matches(wall)) {
                    add(minute, false);
                }
                return;
            }
            boolean leapt = false;
            for (long skipped = reached + 1; reached != Long.MIN_VALUE && skipped < wall; skipped++) {
                leapt |= matches(skipped);
            }
            boolean here = wall > reached && matches(wall);
            if (leapt) {
                found.add(Instant.ofEpochSecond(minute * 60));
            }
            if (here) {
                add(minute, leapt);
            }
            reached = Math.max(reached, wall);
        }

        private void add(long minute, boolean atZero) {
            for (int second = atZero ? 1 : 0; second < 60; second++) {
                if (seconds[second]) {
                    found.add(Instant.ofEpochSecond(minute * 60 + second));
                }
            }
        }

        private boolean matches(long wall) {
            if (!minutes[(int) Math.floorMod(wall, (long) A_DAY)]) {
                return false;
            }
            long date = Math.floorDiv(wall, (long) A_DAY);
            if (date != day) {
                day = date;
                today = dates.test(LocalDate.ofEpochDay(date));
            }
            return today;
        }
    }
}
