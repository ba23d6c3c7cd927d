package dev.rota.store;

import dev.rota.schedule.Every;
import dev.rota.schedule.Recurrence;
import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// A recurrence as a user writes it, and beside it what its slots are, listed one by one and without any of the code
/// that Rota computes them with.
sealed interface SlotsByHand {

    Recurrence recurrence();

    /// From an instant until before another, in order.
    List<Instant> between(Instant from, Instant until);

    /// A grid.
    record Grid(Duration every, Instant anchor) implements SlotsByHand {
        @Override
        public Recurrence recurrence() {
            return new Every(every, anchor);
        }

        @Override
        public List<Instant> between(Instant from, Instant until) {
            List<Instant> slots = new ArrayList<>();
            for (Instant slot = anchor; slot.isBefore(until); slot = slot.plus(every)) {
                if (!slot.isBefore(from)) {
                    slots.add(slot);
                }
            }
            return slots;
        }
    }

    /// Local times, to the minute.
    ///
    /// @param whenever whether a time counts whenever the wall clock shows it, for the hours or minutes begin with
    ///     `*`
    /// @param matches  the hour, minute and weekday, said once more
    record Local(
            String text, boolean cron, boolean whenever, ZoneId zone, BiPredicate<LocalDateTime, DayOfWeek> matches)
            implements SlotsByHand {
        @Override
        public Recurrence recurrence() {
            var read = cron ? Expressions.cron(text) : Expressions.calendar(text);
            return switch (read) {
                case Reading.Fits<?>(Object fits) -> ((Recurrence) fits).in(zone);
                case Reading.Broken<?>(var problems) -> throw new AssertionError(text + ": " + problems);
            };
        }

        @Override
        public List<Instant> between(Instant from, Instant until) {
            SortedSet<Instant> slots = new TreeSet<>();
            if (whenever) {
                for (Instant minute = from.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
                        minute.isBefore(until);
                        minute = minute.plusSeconds(60)) {
                    if (matches(LocalDateTime.ofInstant(minute, zone))) {
                        slots.add(minute);
                    }
                }
            } else {
                LocalDate last = LocalDate.ofInstant(until, zone).plusDays(1);
                LocalDateTime local =
                        LocalDate.ofInstant(from, zone).minusDays(1).atStartOfDay();
                for (; local.toLocalDate().isBefore(last); local = local.plusMinutes(1)) {
                    if (matches(local)) {
                        slots.add(once(local));
                    }
                }
            }
            return slots.stream()
                    .filter(slot -> !slot.isBefore(from) && slot.isBefore(until))
                    .toList();
        }

        private boolean matches(LocalDateTime local) {
            return matches.test(local, local.getDayOfWeek());
        }

        /// In a gap the first instant after it, in an overlap the first.
        private Instant once(LocalDateTime local) {
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            return offsets.isEmpty()
                    ? zone.getRules().getTransition(local).getInstant()
                    : local.toInstant(offsets.getFirst());
        }
    }

    /// Any of some, in a zone whose clocks change.
    static SlotsByHand any(Random random, Instant now, ZoneId zone) {
        return switch (random.nextInt(9)) {
            case 0 ->
                new Local(
                        "30 2,8,14,20 * * *", true, false, zone, (t, _) -> t.getMinute() == 30 && t.getHour() % 6 == 2);
            case 1 -> new Local("0 */3 * * *", true, true, zone, (t, _) -> t.getMinute() == 0 && t.getHour() % 3 == 0);
            case 2 ->
                new Local(
                        "15 6-22 * * MON-FRI",
                        true,
                        false,
                        zone,
                        (t, day) ->
                                t.getMinute() == 15 && t.getHour() >= 6 && t.getHour() <= 22 && day.getValue() <= 5);
            case 3 ->
                new Local(
                        "Mon..Sat 01/4:30",
                        false,
                        false,
                        zone,
                        (t, day) -> t.getMinute() == 30 && t.getHour() % 4 == 1 && day != DayOfWeek.SUNDAY);
            case 4 -> new Local("*-*-* *:50", false, true, zone, (t, _) -> t.getMinute() == 50);
            default ->
                new Grid(
                        Duration.ofMinutes(List.of(40, 60, 90, 175, 420).get(random.nextInt(5))),
                        now.plusSeconds(60L * random.nextInt(-600, 120)));
        };
    }
}
