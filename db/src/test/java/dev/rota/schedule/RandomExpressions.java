package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Expressions as users might write them, each with what it means, so that nothing is parsed to know it.
record RandomExpressions(Random random) {

    /// @param meaning what it names, for [MinuteByMinute]
    record Case(String text, boolean calendar, MinuteByMinute meaning) {}

    private record Numbers(String text, IntPredicate has) {}

    private record Days(String text, Predicate<LocalDate> has, boolean restricted) {}

    private static final String[] WEEKDAYS = {"", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};

    Case cron() {
        Numbers minute = cronNumbers(0, 59, 8);
        Numbers hour = cronNumbers(0, 23, 4);
        Days day = monthDays();
        Numbers month = random.nextInt(4) == 0 ? cronNumbers(1, 12, 3) : new Numbers("*", _ -> true);
        Days weekday = weekDays();
        boolean withSeconds = random.nextInt(8) == 0;
        Numbers second = withSeconds ? list(0, 59, 3, "") : new Numbers("0", value -> value == 0);
        Predicate<LocalDate> dates = date -> {
            boolean either = day.restricted() && weekday.restricted();
            boolean both = day.has().test(date) && weekday.has().test(date);
            boolean one = day.has().test(date) || weekday.has().test(date);
            return month.has().test(date.getMonthValue()) && (either ? one : both);
        };
        String text = (withSeconds ? second.text() + " " : "")
                + String.join(" ", minute.text(), hour.text(), day.text(), month.text(), weekday.text());
        return new Case(text, false, meaning(hour, minute, second, dates));
    }

    Case calendar() {
        Numbers hour = calendarNumbers(0, 23, 4);
        Numbers minute = calendarNumbers(0, 59, 8);
        Numbers second = random.nextInt(8) == 0 ? list(0, 59, 3, "") : new Numbers("00", value -> value == 0);
        Numbers month = random.nextInt(4) == 0 ? calendarNumbers(1, 12, 3) : new Numbers("*", _ -> true);
        boolean fromEnd = random.nextInt(4) == 0;
        Numbers day = random.nextInt(3) > 0
                ? new Numbers("*", _ -> true)
                : fromEnd ? list(1, 28, 3, "") : calendarNumbers(1, 31, 4);
        int first = 1 + random.nextInt(7);
        int last = first + random.nextInt(8 - first);
        boolean anyWeekday = random.nextInt(3) > 0;
        Predicate<LocalDate> dates = date -> {
            int left = date.lengthOfMonth() + 1 - date.getDayOfMonth();
            int weekday = date.getDayOfWeek().getValue();
            return month.has().test(date.getMonthValue())
                    && day.has().test(fromEnd ? left : date.getDayOfMonth())
                    && (anyWeekday || (weekday >= first && weekday <= last));
        };
        String text = (anyWeekday ? "" : WEEKDAYS[first] + (first == last ? "" : ".." + WEEKDAYS[last]) + " ")
                + "*-" + month.text() + (fromEnd ? "~" : "-") + day.text() + " "
                + String.join(":", hour.text(), minute.text(), second.text());
        return new Case(text, true, meaning(hour, minute, second, dates));
    }

    private static MinuteByMinute meaning(Numbers hour, Numbers minute, Numbers second, Predicate<LocalDate> dates) {
        boolean[] minutes = new boolean[1440];
        boolean[] seconds = new boolean[60];
        for (int i = 0; i < 1440; i++) {
            minutes[i] = hour.has().test(i / 60) && minute.has().test(i % 60);
        }
        for (int i = 0; i < 60; i++) {
            seconds[i] = second.has().test(i);
        }
        boolean star = hour.text().startsWith("*") || minute.text().startsWith("*");
        return new MinuteByMinute(minutes, seconds, dates, star);
    }

    private Numbers cronNumbers(int min, int max, int most) {
        int step = 2 + random.nextInt(max / 2);
        return switch (random.nextInt(6)) {
            case 0 -> new Numbers("*", _ -> true);
            case 1 -> new Numbers("*/" + step, value -> (value - min) % step == 0);
            case 2 -> span(min, max, "-", random.nextBoolean() ? 1 : step);
            default -> list(min, max, most, "-");
        };
    }

    private Numbers calendarNumbers(int min, int max, int most) {
        int step = 2 + random.nextInt(max / 2);
        int from = min + random.nextInt(max - min);
        return switch (random.nextInt(6)) {
            case 0 -> new Numbers("*", _ -> true);
            case 1 -> new Numbers(from + "/" + step, value -> value >= from && (value - from) % step == 0);
            case 2 -> span(min, max, "..", random.nextBoolean() ? 1 : step);
            default -> list(min, max, most, "..");
        };
    }

    private Numbers span(int min, int max, String dash, int step) {
        int from = min + random.nextInt(max - min);
        int until = from + 1 + random.nextInt(max - from);
        return new Numbers(
                from + dash + until + (step == 1 ? "" : "/" + step),
                value -> value >= from && value <= until && (value - from) % step == 0);
    }

    private Numbers list(int min, int max, int most, String dash) {
        TreeSet<Integer> values = new TreeSet<>();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            values.add(min + random.nextInt(max - min + 1));
        }
        String text = values.stream().map(String::valueOf).collect(Collectors.joining(","));
        if (dash.isEmpty() || (values.size() > 1 && random.nextBoolean()) || values.last() == max) {
            return new Numbers(text, values::contains);
        }
        int from = values.last();
        return new Numbers(text + "," + from + dash + max, value -> values.contains(value) || value >= from);
    }

    private Days monthDays() {
        int day = 1 + random.nextInt(31);
        int before = 1 + random.nextInt(5);
        return switch (random.nextInt(12)) {
            case 0 -> new Days("?", _ -> true, false);
            case 1 -> new Days("L", date -> date.getDayOfMonth() == date.lengthOfMonth(), true);
            case 2 -> new Days("LW", date -> date.equals(lastWorkday(date)), true);
            case 3 -> new Days(day + "W", date -> date.equals(nearest(date, day)), true);
            case 4 -> new Days("*/" + (2 + before), date -> (date.getDayOfMonth() - 1) % (2 + before) == 0, false);
            case 5 -> new Days("L-" + before, date -> date.getDayOfMonth() == date.lengthOfMonth() - before, true);
            case 6, 7 -> {
                Numbers days = list(1, 31, 4, "-");
                yield new Days(days.text(), date -> days.has().test(date.getDayOfMonth()), true);
            }
            default -> new Days("*", _ -> true, false);
        };
    }

    private Days weekDays() {
        int day = 1 + random.nextInt(7);
        int nth = 1 + random.nextInt(5);
        DayOfWeek weekday = DayOfWeek.of(day);
        return switch (random.nextInt(12)) {
            case 0 -> new Days("?", _ -> true, false);
            case 1 -> new Days(day + "L", date -> date.equals(last(date, weekday)), true);
            case 2 -> new Days(WEEKDAYS[day] + "#" + nth, date -> isNth(date, weekday, nth), true);
            case 3 -> new Days("MON-FRI", date -> date.getDayOfWeek().getValue() < 6, true);
            case 4 -> new Days("FRI-" + WEEKDAYS[1], date -> List.of(5, 6, 7, 1).contains(number(date)), true);
            case 5 -> new Days("0," + day, date -> number(date) == 7 || number(date) == day, true);
            case 6 -> new Days(day + "-7", date -> number(date) >= day, true);
            default -> new Days("*", _ -> true, false);
        };
    }

    private static int number(LocalDate date) {
        return date.getDayOfWeek().getValue();
    }

    private static LocalDate last(LocalDate date, DayOfWeek weekday) {
        return date.with(TemporalAdjusters.lastInMonth(weekday));
    }

    private static boolean isNth(LocalDate date, DayOfWeek weekday, int nth) {
        LocalDate day = date.with(TemporalAdjusters.dayOfWeekInMonth(nth, weekday));
        return date.equals(day);
    }

    private static LocalDate lastWorkday(LocalDate date) {
        LocalDate day = date.with(TemporalAdjusters.lastDayOfMonth());
        while (number(day) > 5) {
            day = day.minusDays(1);
        }
        return day;
    }

    /// The working day of the month with the least distance to a day it has; of two, there are never two.
    private static LocalDate nearest(LocalDate date, int day) {
        if (day > date.lengthOfMonth()) {
            return LocalDate.MIN;
        }
        LocalDate wanted = date.withDayOfMonth(day);
        for (int distance = 0; ; distance++) {
            for (LocalDate near : List.of(wanted.minusDays(distance), wanted.plusDays(distance))) {
                if (near.getMonth() == wanted.getMonth() && number(near) <= 5) {
                    return near;
                }
            }
        }
    }
}
