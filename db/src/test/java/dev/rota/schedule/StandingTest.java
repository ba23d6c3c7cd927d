package dev.rota.schedule;

import static dev.rota.schedule.Given.at;
import static dev.rota.schedule.Given.hourly;
import static dev.rota.schedule.Given.hours;
import static dev.rota.schedule.OutsideWindow.AT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Standing.Beside;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static @Nullable String waiting(Given given, String now) {
        return waiting(given, now, Beside.NOTHING);
    }

    private static @Nullable String waiting(Given given, String now, Beside beside) {
        Schedule schedule = given.schedule();
        return Standing.of(schedule, false, false).waitingFor(schedule, at(now), beside);
    }

    @Test
    void theListOfWordsHoldsEveryWordOnce() {
        Instant now = Given.MIDNIGHT;
        List<Standing> all = List.of(
                new Standing.Running(),
                new Standing.Paused(),
                new Standing.AutoDisabled(now, ""),
                new Standing.UnknownKind("x"),
                new Standing.HavingIssues(3),
                new Standing.LastRunFailed(),
                new Standing.Finished(),
                new Standing.Active());

        assertThat(Standing.words())
                .containsExactlyElementsOf(all.stream().map(Standing::word).toList());
        assertThat(Standing.class.getPermittedSubclasses()).hasSameSizeAs(all);
    }

    @Test
    void whatIsInTheWayIsSaidWithTheDayAsPeopleSayIt() {
        Given shut = hourly().in("Europe/Rome").open(hours(6, 22), AT_OPEN);
        assertThat(waiting(shut.next("T22:00:00", "2026-11-23T05:00:00Z"), "T22:30:00"))
                .isEqualTo("Outside 06:00–22:00 Europe/Rome until tomorrow 06:00.");
        assertThat(waiting(shut.next("T04:30:00", "T05:00:00"), "T04:30:00"))
                .isEqualTo("Outside 06:00–22:00 Europe/Rome until today 06:00.");
        assertThat(waiting(shut.next("T21:00:00", "2026-11-23T05:00:00Z"), "T20:30:00"))
                .isEqualTo("Its next slot, today 22:00, is outside 06:00–22:00 Europe/Rome;"
                        + " the next run is tomorrow 06:00 Europe/Rome.");
        assertThat(waiting(shut.next("T20:00:00"), "T19:30:00")).isNull();
        assertThat(waiting(hourly().next("T08:00:00"), "2026-11-23T09:00:00Z"))
                .isEqualTo("It has been due since yesterday 08:00 Etc/UTC; no daemon has taken it yet.");
        assertThat(waiting(hourly().next("T08:00:00"), "T08:00:59"))
                .as("a poll away")
                .isNull();
        assertThat(waiting(hourly().next("T08:00:00").notBefore("2026-11-25T08:00:00Z"), "T07:00:00"))
                .startsWith("The target asked to be left alone until 2026-11-25 08:00 Etc/UTC;");
        assertThat(waiting(hourly().next("T08:00:00", "T08:01:10").attempted(1, 1), "T08:00:30"))
                .isEqualTo("It failed attempt 1 of 1; it is tried again today 08:01:10 Etc/UTC.");
        assertThat(waiting(hourly().next("T08:00:00", "T08:01:00").attempted(1, 0), "T08:00:30"))
                .startsWith("Its last run was handed back; it runs again today 08:01 ");
        assertThat(waiting(hourly().recurring(new Manual()), "T08:00:00")).isEqualTo("It runs only when asked.");
        assertThat(waiting(hourly().recurring(new Once(at("T07:00:00"))), "T08:00:00"))
                .isEqualTo("It has no more slots.");
        assertThat(waiting(hourly().paused(), "T08:00:00")).isEqualTo("It is paused; enable it to go on.");
    }

    @Test
    void aBlackoutIsNotTakenForClosedHours() {
        Calendar holidays = new Calendar(
                "holidays", List.of(new Calendar.Entry(new Calendar.Day(LocalDate.parse("2026-11-22")), null)));
        Given given = hourly().blackout(holidays).open(hours(6, 22), AT_OPEN);
        assertThat(waiting(given.next("T08:00:00", "2026-11-23T06:00:00Z"), "T07:30:00"))
                .isEqualTo("In the blackout \"holidays\" until tomorrow 00:00 Etc/UTC.");
        assertThat(waiting(
                        hourly().blackout(holidays).next("T00:00:00", "2026-11-23T00:00:00Z"), "2026-11-21T23:30:00Z"))
                .isEqualTo("Its next slot, tomorrow 00:00, is in the blackout \"holidays\";"
                        + " the next run is 2026-11-23 00:00 Etc/UTC.");
    }

    @Test
    void aRequestGoesBeforeWhatKeepsTheGridWaiting() {
        Beside requested = new Beside(true, null);
        assertThat(waiting(hourly().paused(), "T08:00:00", requested)).isEqualTo("A requested run waits for a daemon.");
        Schedule schedule = hourly().next("T09:00:00").schedule();
        assertThat(new Standing.Running().waitingFor(schedule, at("T08:00:00"), requested))
                .isEqualTo("A requested run starts when this one ends.");
        assertThat(new Standing.Running().waitingFor(schedule, at("T08:00:00"), Beside.NOTHING))
                .isNull();
    }

    @Test
    void whatWasGivenUpSaysSinceWhenWhyAndWhetherItIsTriedAgain() {
        Given given = hourly().failures(5, "2026-11-21T08:00:00Z");
        assertThat(waiting(given, "T08:00:00"))
                .isEqualTo("It switched itself off yesterday 08:00 Etc/UTC: 5 failures in a row. Enable it to go on.");
        assertThat(waiting(given, "T08:00:00", new Beside(false, at("T09:00:00"))))
                .endsWith("It is tried again today 09:00 Etc/UTC; enable it to go on now.");
    }
}
