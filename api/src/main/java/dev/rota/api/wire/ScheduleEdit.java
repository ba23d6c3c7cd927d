package dev.rota.api.wire;

import dev.rota.job.Field;
import dev.rota.job.JobSpec;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OutsideWindow;
import dev.rota.schedule.WindowClose;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A schedule as it is written. [ScheduleDraft] turns it into a plan.
public record ScheduleEdit(
        @Field("A name for people.") String name,

        @Field(value = "Labels to find it by.", fallback = "{}")
        Map<String, String> labels,

        @Field("What to do; left out when a template says it.") @Nullable
        JobSpec job,

        @Field("The job template to run.") @Nullable String template,

        @Field(value = "When: one of every, cron, calendar and at, or {} to run only when asked.", fallback = "{}")
        RecurrenceEdit recurrence,

        @Field("The time zone of its local times.") @Nullable
        ZoneId zone,

        @Field("When it may run; left out: always.") @Nullable
        List<WindowEdit> activeHours,

        @Field(value = "Dates on which other windows start, or none.", fallback = "[]")
        List<ExceptionEdit> exceptions,

        @Field(value = "Names of calendars at whose times it does not run.", fallback = "[]")
        List<String> blackouts,

        @Field(
                "What becomes of slots outside the active hours: 'at_open', or 'skip' (which cron and calendar begin with).")
        @Nullable
        OutsideWindow outsideWindow,

        @Field(value = "What happens to a run when the active hours end: 'finish' or 'stop'.", fallback = "\"finish\"")
        WindowClose windowClose,

        @Field(value = "What becomes of slots that were missed.", fallback = "{}")
        MissedEdit missed,

        @Field(value = "How late a slot may start without being missed.", fallback = "\"PT60S\"", max = 31_622_400)
        Duration grace,

        @Field(value = "A fixed delay of its own, up to this, so that not all start at once.", fallback = "\"PT0S\"")
        Duration spread,

        @Field(value = "How often a slot is tried.", fallback = "1", min = 1, max = 20)
        int attempts,

        @Field(
                value = "The longest pause before the second try; it doubles with every further one.",
                fallback = "\"PT10S\"",
                min = 0,
                max = 86_400)
        Duration retryBackoff,

        @Field(
                value = "Failed slots in a row that switch it off; left out: 5. Short for breaker.failures.",
                min = 1,
                max = 1000)
        @Nullable
        Integer failureThreshold,

        @Field(value = "When it is switched off, and whether it is tried again.", fallback = "{}")
        BreakerEdit breaker,

        @Field(value = "Whether it runs.", fallback = "true")
        boolean enabled) {

    /// When it runs.
    public record RecurrenceEdit(
            @Field(value = "The distance of two slots, 1 second to 366 days.", min = 1, max = 31_622_400) @Nullable
            Duration every,

            @Field("The first slot; left out: now.") @Nullable
            Instant anchor,

            @Field("Beside every: the distance is from the end of a run to the next.") @Nullable
            After after,

            @Field("A cron expression, such as */15 6-22 * * MON-FRI; six fields begin with the second.") @Nullable
            String cron,

            @Field("A calendar expression of systemd, such as Mon..Fri 06..22:00/15.") @Nullable
            String calendar,

            @Field("One instant, such as 2027-01-01T08:00:00+01:00; then the schedule is finished.") @Nullable
            Instant at) {}

    /// What a distance is measured from, if not from slot to slot.
    public enum After {
        COMPLETION
    }

    /// One window.
    public record WindowEdit(
            @Field(
                    value = "The days on which it opens.",
                    fallback = "[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\",\"sat\",\"sun\"]")
            List<Day> days,

            @Field("When it opens, such as 06:00.") String from,

            @Field("When it closes, such as 22:00 or 24:00; not after from: on the next day.")
            String until) {}

    /// What starts on a date instead of that day's windows.
    public record ExceptionEdit(
            @Field("The date, such as 2027-12-24.") String date,

            @Field("Its windows; none: closed.") List<HoursOnDateEdit> windows) {}

    /// One window of a date.
    public record HoursOnDateEdit(
            @Field("When it opens, such as 06:00.") String from,

            @Field("When it closes, such as 22:00 or 24:00; not after from: on the next day.")
            String until) {}

    /// The short form of a window that is the same every day.
    public record HoursEdit(
            @Field(value = "The hour at which it opens.", min = 0, max = 23)
            int start,

            @Field(value = "The hour at which it closes.", min = 0, max = 24)
            int end) {}

    /// When it is switched off.
    public record BreakerEdit(
            @Field(value = "Failed slots that switch it off; left out: 5.", min = 1, max = 1000) @Nullable
            Integer failures,

            @Field(value = "Count them among so many of the last slots; left out: in a row.", min = 1, max = 64)
            @Nullable
            Integer of,

            @Field(
                    value = "How long it must have been failing before.",
                    fallback = "\"PT0S\"",
                    min = 0,
                    max = 31_622_400)
            Duration atLeastFor,

            @Field(
                    value = "Try it again this long after, then twice as long, up to a day; left out: not by itself.",
                    min = 1,
                    max = 86_400)
            @Nullable
            Duration probation) {}

    /// What becomes of missed slots.
    public record MissedEdit(
            @Field(value = "last, none or all.", fallback = "\"last\"")
            MissedPolicy.Kind policy,

            @Field(value = "For all: at most so many.", min = 1, max = 10_000) @Nullable
            Integer max) {}

    /// A day of the week.
    public enum Day {
        MON(DayOfWeek.MONDAY),
        TUE(DayOfWeek.TUESDAY),
        WED(DayOfWeek.WEDNESDAY),
        THU(DayOfWeek.THURSDAY),
        FRI(DayOfWeek.FRIDAY),
        SAT(DayOfWeek.SATURDAY),
        SUN(DayOfWeek.SUNDAY);

        private final DayOfWeek day;

        Day(DayOfWeek day) {
            this.day = day;
        }

        DayOfWeek day() {
            return day;
        }
    }
}
