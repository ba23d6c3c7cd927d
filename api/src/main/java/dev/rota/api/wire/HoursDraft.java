package dev.rota.api.wire;

import dev.rota.api.wire.ScheduleEdit.ExceptionEdit;
import dev.rota.api.wire.ScheduleEdit.HoursOnDateEdit;
import dev.rota.api.wire.ScheduleEdit.WindowEdit;
import dev.rota.job.Problem;
import dev.rota.schedule.ActiveHours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns the windows and exceptions that somebody wrote into active hours.
final class HoursDraft {
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-4]):([0-5]\\d)");
    private static final int WINDOWS = 100;
    private static final int EXCEPTIONS = 366;

    private final ScheduleEdit edit;
    private final List<Problem> problems;

    /// @param problems what is wrong is added here
    HoursDraft(ScheduleEdit edit, List<Problem> problems) {
        this.edit = edit;
        this.problems = problems;
    }

    /// The windows of the week; none: always.
    ActiveHours weekly() {
        List<WindowEdit> edits = edit.activeHours() == null ? List.of() : edit.activeHours();
        atMost(edits.size(), "/active_hours");
        List<ActiveHours.Window> windows = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            WindowEdit window = edits.get(i);
            String at = "/active_hours/" + i;
            int from = minutes(window.from(), at + "/from", 1439);
            int until = minutes(window.until(), at + "/until", 1440);
            if (window.days().isEmpty()) {
                problems.add(new Problem(at + "/days", "required", "Name at least one day."));
            } else if (from >= 0 && from == until) {
                problems.add(new Problem(at + "/until", "range", "It cannot close when it opens."));
            } else if (from >= 0 && until >= 0) {
                Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
                window.days().forEach(day -> days.add(day.day()));
                windows.add(new ActiveHours.Window(days, from, until));
            }
        }
        return new ActiveHours(windows);
    }

    /// The dates that have other hours, in the order in which they were written.
    List<ActiveHours.DateException> exceptions() {
        List<ExceptionEdit> edits = edit.exceptions();
        Map<LocalDate, ActiveHours.DateException> exceptions = new LinkedHashMap<>();
        for (int i = 0; i < edits.size(); i++) {
            String at = "/exceptions/" + i;
            atMost(edits.get(i).windows().size(), at + "/windows");
            List<ActiveHours.Hours> hours = new ArrayList<>();
            for (int j = 0; j < edits.get(i).windows().size(); j++) {
                HoursOnDateEdit written = edits.get(i).windows().get(j);
                String window = at + "/windows/" + j;
                int from = minutes(written.from(), window + "/from", 1439);
                int until = minutes(written.until(), window + "/until", 1440);
                if (from >= 0 && from == until) {
                    problems.add(new Problem(window + "/until", "range", "It cannot close when it opens."));
                } else if (from >= 0 && until >= 0) {
                    hours.add(new ActiveHours.Hours(from, until));
                }
            }
            LocalDate date = date(edits.get(i).date(), at + "/date");
            if (date != null && exceptions.put(date, new ActiveHours.DateException(date, hours)) != null) {
                problems.add(new Problem(at + "/date", "duplicate", "There is an exception for this date already."));
            }
        }
        if (edits.size() > EXCEPTIONS) {
            problems.add(new Problem(
                    "/exceptions",
                    "range",
                    "There are at most " + EXCEPTIONS + " exceptions; for more, name a calendar in 'blackouts'."));
        }
        return List.copyOf(exceptions.values());
    }

    private void atMost(int windows, String at) {
        if (windows > WINDOWS) {
            problems.add(new Problem(at, "range", "There are at most " + WINDOWS + " windows."));
        }
    }

    private @Nullable LocalDate date(String text, String at) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() >= 1970 && date.getYear() <= 2999) {
                return date;
            }
        } catch (DateTimeParseException _) {
            // told below
        }
        problems.add(new Problem(at, "time", "'" + text + "' is no date; write it like 2027-12-24."));
        return null;
    }

    /// Minutes since midnight, or -1 after a problem was noted.
    private int minutes(String text, String at, int most) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            int minutes = Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2));
            if (minutes <= most) {
                return minutes;
            }
        }
        problems.add(new Problem(at, "time", "'" + text + "' is no time of day; write it like 06:00."));
        return -1;
    }
}
