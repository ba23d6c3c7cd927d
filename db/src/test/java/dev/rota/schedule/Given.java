package dev.rota.schedule;

import dev.rota.job.CommandJob;
import dev.rota.job.JobSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A schedule for a test, changed step by step from one that runs every hour in UTC, anchored at midnight.
record Given(When when, Progress progress, FailurePolicy failure, boolean enabled) {
    static final Instant MIDNIGHT = at("2026-11-22T00:00:00Z");
    static final ZoneId UTC = ZoneId.of("Etc/UTC");
    static final long ID = 7;

    static Given hourly() {
        return every("PT1H");
    }

    static Given every(String distance) {
        return new Given(
                When.of(new Every(Duration.parse(distance), MIDNIGHT), UTC),
                Progress.NEW,
                FailurePolicy.STANDARD,
                true);
    }

    /// RFC 3339, or `T` and a time of day on 2026-11-22 in UTC.
    static Instant at(String time) {
        return time.startsWith("T")
                ? LocalDateTime.parse("2026-11-22" + time).toInstant(java.time.ZoneOffset.UTC)
                : OffsetDateTime.parse(time).toInstant();
    }

    static ActiveHours hours(int from, int until) {
        return new ActiveHours(List.of(ActiveHours.Window.daily(from * 60, until * 60)));
    }

    static ActiveHours hours(Set<DayOfWeek> days, int from, int until) {
        return new ActiveHours(List.of(new ActiveHours.Window(days, from * 60, until * 60)));
    }

    Given recurring(Recurrence recurrence) {
        return with(new When(
                recurrence,
                when.zone(),
                when.activeHours(),
                when.blackouts(),
                when.outside(),
                when.close(),
                when.missed(),
                when.grace(),
                when.spread()));
    }

    Given in(String zone) {
        return with(when.withZone(ZoneId.of(zone)));
    }

    Given open(ActiveHours hours, OutsideWindow outside) {
        return rules(hours, outside, when.missed(), when.grace(), when.spread());
    }

    Given blackout(Calendar... calendars) {
        return with(when.withBlackouts(List.of(calendars)));
    }

    Given missed(MissedPolicy missed) {
        return rules(when.activeHours(), when.outside(), missed, when.grace(), when.spread());
    }

    Given grace(String grace) {
        return rules(when.activeHours(), when.outside(), when.missed(), Duration.parse(grace), when.spread());
    }

    Given spread(String spread) {
        return rules(when.activeHours(), when.outside(), when.missed(), when.grace(), Duration.parse(spread));
    }

    private Given rules(
            ActiveHours hours, OutsideWindow outside, MissedPolicy missed, Duration grace, Duration spread) {
        return with(new When(
                when.recurrence(), when.zone(), hours, when.blackouts(), outside, when.close(), missed, grace, spread));
    }

    Given with(When other) {
        return new Given(other, progress, failure, enabled);
    }

    Given with(Progress other) {
        return new Given(when, other, failure, enabled);
    }

    Given paused() {
        return new Given(when, progress, failure, false);
    }

    /// Standing before a slot that is due at its own time.
    Given next(String slot) {
        return next(slot, slot);
    }

    Given next(String slot, String due) {
        return with(progress.at(new Next(at(slot), at(due))));
    }

    /// The next slot has had runs already.
    Given attempted(int attempts, int failed) {
        return with(new Progress(
                progress.nextSlot(),
                progress.nextDue(),
                attempts,
                failed,
                progress.notBefore(),
                progress.failures(),
                progress.autoDisabledAt(),
                progress.autoDisabledReason()));
    }

    Given notBefore(String instant) {
        return with(new Progress(
                progress.nextSlot(),
                progress.nextDue(),
                progress.slotAttempts(),
                progress.slotFailures(),
                at(instant),
                progress.failures(),
                progress.autoDisabledAt(),
                progress.autoDisabledReason()));
    }

    Given failures(int failures, @Nullable String autoDisabledAt) {
        return with(new Progress(
                progress.nextSlot(),
                progress.nextDue(),
                progress.slotAttempts(),
                progress.slotFailures(),
                progress.notBefore(),
                failures,
                autoDisabledAt == null ? null : at(autoDisabledAt),
                autoDisabledAt == null ? null : "5 failures in a row"));
    }

    Schedule schedule() {
        return of(CommandJob.example());
    }

    Schedule of(JobSpec job) {
        return new Schedule(ID, 1, new Plan("given", job, when, failure, enabled), progress);
    }
}
