package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Says a recurrence in English: "every 15 minutes from 06:00 to 22:45, Monday to Friday".
public final class InWords {
    private static final int FEW = 6;

    private InWords() {}

    public static String of(Recurrence recurrence) {
        return switch (recurrence) {
            case Every(Duration every, Instant _) -> "every " + duration(every);
            case AfterCompletion(Duration every, Instant _) ->
                duration(every).replaceFirst("^(?=[a-z])", "one ") + " after the end of each run";
            case Once(Instant at) -> "once, at " + at;
            case Manual _ -> "only when asked";
            case LocalRecurrence local -> local(local);
        };
    }

    private static String local(LocalRecurrence local) {
        List<String> parts = new ArrayList<>();
        parts.add(times(local.times().timesOfDay()));
        Dates dates = local.times().dates();
        List<String> days = new ArrayList<>();
        if (!dates.monthDays().equals(MonthDays.ALL)) {
            days.add(monthDays(dates.monthDays()));
        }
        if (!dates.weekDays().equals(WeekDays.ALL)) {
            days.add(weekDays(dates.weekDays()));
        }
        if (!days.isEmpty()) {
            parts.add(String.join(dates.either() ? " or " : " if it is ", days));
        }
        if (Integer.bitCount(dates.months()) < 12) {
            parts.add("in " + spans(dates.months(), 12, InWords::month));
        }
        if (!dates.years().spans().isEmpty()) {
            parts.add("in certain years only");
        }
        String zone = local instanceof OnCalendar calendar && calendar.ownZone() ? " (" + calendar.zone() + ")" : "";
        return String.join(", ", parts) + zone;
    }

    private static String times(TimesOfDay times) {
        boolean wholeMinutes = times.seconds() == 1;
        int minuteStep = step(times.minutes(), 60);
        int firstHour = Integer.numberOfTrailingZeros(times.hours());
        int lastHour = 31 - Integer.numberOfLeadingZeros(times.hours());
        boolean allHours = times.hours() == (1 << 24) - 1;
        String within = allHours
                ? ""
                : Integer.bitCount(times.hours()) == lastHour - firstHour + 1
                        ? " from " + clock(times.first()) + " to " + clock(times.last())
                        : " in the hours " + spans(times.hours(), 23, String::valueOf);
        if (times.perDay() <= FEW) {
            List<String> list = new ArrayList<>();
            for (int time = times.next(0); time >= 0; time = time == 86_399 ? -1 : times.next(time + 1)) {
                list.add(clock(time));
            }
            return "at " + String.join(", ", list);
        }
        if (!wholeMinutes) {
            int secondStep = step(times.seconds(), 60);
            String seconds = secondStep > 0
                    ? "every " + count(secondStep, "second")
                    : "at second " + spans(times.seconds(), 59, String::valueOf) + " of the minute";
            String minutes = minuteStep == 1 ? "" : " in the minutes " + spans(times.minutes(), 59, String::valueOf);
            return seconds + minutes + within;
        }
        if (minuteStep > 0 && minuteStep < 60) {
            return "every " + count(minuteStep, "minute") + within;
        }
        int hourStep = step(times.hours(), 24);
        String at = times.minutes() == 1 ? "" : " at minute " + spans(times.minutes(), 59, String::valueOf);
        return hourStep > 0 ? "every " + count(hourStep, "hour") + at : "every hour" + at + within;
    }

    /// The distance of a set that begins at 0 and goes evenly through the whole; 0: it does not.
    private static int step(long set, int size) {
        for (int step = 1; step <= size; step++) {
            long even = 0;
            for (int value = 0; value < size; value += step) {
                even |= 1L << value;
            }
            if (size % step == 0 && even == set) {
                return step;
            }
        }
        return 0;
    }

    private static String monthDays(MonthDays days) {
        List<String> parts = new ArrayList<>();
        if (days.days() != 0) {
            parts.add("day " + spans(days.days(), 31, String::valueOf));
        }
        for (int day = 1; day <= 31; day++) {
            if (((days.fromEnd() >>> day) & 1) != 0) {
                parts.add(day == 1 ? "the last day" : "the last day but " + (day - 1));
            }
            if (((days.nearest() >>> day) & 1) != 0) {
                parts.add("the working day nearest to day " + day);
            }
        }
        if (days.lastWork()) {
            parts.add("the last working day");
        }
        return "on " + String.join(" and ", parts) + " of the month";
    }

    private static String weekDays(WeekDays days) {
        List<String> parts = new ArrayList<>();
        if (days.days() != 0) {
            parts.add(spans(days.days(), 6, InWords::weekday));
        }
        for (int weekday = 0; weekday < 7; weekday++) {
            if (((days.last() >>> weekday) & 1) != 0) {
                parts.add("the last " + weekday(weekday) + " of the month");
            }
            for (int nth = 0; nth < 5; nth++) {
                if (((days.nth() >>> (5 * weekday + nth)) & 1) != 0) {
                    String ordinal = List.of("first", "second", "third", "fourth", "fifth")
                            .get(nth);
                    parts.add("the " + ordinal + " " + weekday(weekday) + " of the month");
                }
            }
        }
        return String.join(" and ", parts);
    }

    /// The members of a set; three and more in a row as a range.
    private static String spans(long set, int last, IntFunction<String> name) {
        List<String> parts = new ArrayList<>();
        for (int value = 0; value <= last; value++) {
            if (((set >>> value) & 1) == 0) {
                continue;
            }
            int end = value;
            while (end < last && ((set >>> (end + 1)) & 1) != 0) {
                end++;
            }
            if (end - value >= 2) {
                parts.add(name.apply(value) + " to " + name.apply(end));
            } else {
                parts.add(IntStream.rangeClosed(value, end).mapToObj(name).collect(Collectors.joining(", ")));
            }
            value = end;
        }
        return String.join(", ", parts);
    }

    private static String duration(Duration every) {
        long seconds = every.toSeconds();
        if (every.toNanosPart() != 0) {
            return every.toString();
        }
        if (seconds % 86_400 == 0) {
            return count(seconds / 86_400, "day");
        }
        if (seconds % 3600 == 0) {
            return count(seconds / 3600, "hour");
        }
        return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long count, String unit) {
        return count == 1 ? unit : count + " " + unit + "s";
    }

    private static String clock(int second) {
        String minutes = String.format(Locale.ROOT, "%02d:%02d", second / 3600, second / 60 % 60);
        return second % 60 == 0 ? minutes : minutes + String.format(Locale.ROOT, ":%02d", second % 60);
    }

    private static String weekday(int fromMonday) {
        return DayOfWeek.of(fromMonday + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String month(int month) {
        return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
