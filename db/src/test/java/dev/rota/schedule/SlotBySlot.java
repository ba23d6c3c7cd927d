package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of [Schedule#decide] once more, without arithmetic: it lists every slot and looks for the edges of the
/// window minute by minute. Slow, and meant to be read beside the specification.
final class SlotBySlot {
    private final When when;
    private final Duration offset;
    private final List<Open> openTimes = new ArrayList<>();
    private final List<Open> blackouts = new ArrayList<>();

    private record Open(Instant from, Instant until) {
        boolean holds(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }

    /// @param from  the first day asked about
    /// @param until the last, some weeks later, since it also answers what comes after
    SlotBySlot(When when, Duration offset, Instant from, Instant until) {
        this.when = when;
        this.offset = offset;
        LocalDate last = LocalDate.ofInstant(until, when.zone());
        for (LocalDate day = LocalDate.ofInstant(from, when.zone()).minusDays(3); !day.isAfter(last); ) {
            listHours(day);
            for (Calendar calendar : when.blackouts()) {
                for (Calendar.Entry entry : calendar.entries()) {
                    listBlackout(entry.span(), day);
                }
            }
            day = day.plusDays(1);
        }
        merge(openTimes);
        merge(blackouts);
    }

    private static void merge(List<Open> times) {
        times.sort(Comparator.comparing(Open::from));
        for (int i = 1; i < times.size(); ) {
            Open before = times.get(i - 1);
            Open here = times.get(i);
            if (here.from().isAfter(before.until())) {
                i++;
            } else {
                Instant end = here.until().isAfter(before.until()) ? here.until() : before.until();
                times.set(i - 1, new Open(before.from(), end));
                times.remove(i);
            }
        }
    }

    /// What opens on a day: the exception's hours where there is one, else those of the day of the week.
    private void listHours(LocalDate day) {
        List<ActiveHours.DateException> exceptions = when.activeHours().exceptions().stream()
                .filter(exception -> exception.date().equals(day))
                .toList();
        if (!exceptions.isEmpty()) {
            exceptions.getFirst().hours().forEach(hours -> listOpen(day, hours.from(), hours.until()));
        } else if (when.activeHours().windows().isEmpty()) {
            listOpen(day, 0, 1440);
        } else {
            when.activeHours().windows().stream()
                    .filter(window -> window.days().contains(day.getDayOfWeek()))
                    .forEach(window -> listOpen(day, window.from(), window.until()));
        }
    }

    private void listOpen(LocalDate day, int from, int until) {
        LocalDate end = until <= from ? day.plusDays(1) : day;
        Instant opens = firstMinuteFrom(day.atStartOfDay().plusMinutes(from));
        Instant closes = lastMinuteOf(end.atStartOfDay().plusMinutes(until));
        if (opens.isBefore(closes)) {
            openTimes.add(new Open(opens, closes));
        }
    }

    /// The part of an entry that lies on a day.
    private void listBlackout(Calendar.Span span, LocalDate day) {
        LocalDateTime from = day.atStartOfDay();
        LocalDateTime until = from.plusDays(1);
        boolean holds = switch (span) {
            case Calendar.Day(LocalDate date) -> date.equals(day);
            case Calendar.Days(LocalDate first, LocalDate last) -> !day.isBefore(first) && !day.isAfter(last);
            case Calendar.EveryYear(MonthDay date) -> date.equals(MonthDay.from(day));
            case Calendar.Times(LocalDateTime first, LocalDateTime last) -> {
                from = first.isAfter(from) ? first : from;
                until = last.isBefore(until) ? last : until;
                yield from.isBefore(until);
            }
        };
        if (holds) {
            blackouts.add(new Open(firstMinuteFrom(from), lastMinuteOf(until)));
        }
    }

    /// The first instant from which the local time is not before `local`.
    private Instant firstMinuteFrom(LocalDateTime local) {
        Instant minute = local.toInstant(java.time.ZoneOffset.UTC).minus(Duration.ofHours(40));
        while (LocalDateTime.ofInstant(minute, when.zone()).isBefore(local)) {
            minute = minute.plus(jump(minute, local));
        }
        return minute;
    }

    /// Far from the minute looked for, an hour at a time; no clock was ever moved by more than a day.
    private Duration jump(Instant minute, LocalDateTime local) {
        LocalDateTime here = LocalDateTime.ofInstant(minute, when.zone());
        return here.isBefore(local.minusHours(26)) ? Duration.ofHours(1) : Duration.ofMinutes(1);
    }

    /// The last minute at which the clock shows `local`; when it never does, the first after.
    private Instant lastMinuteOf(LocalDateTime local) {
        Instant minute = firstMinuteFrom(local);
        Instant result = minute;
        for (Instant later = minute; later.isBefore(minute.plus(Duration.ofHours(3))); later = later.plusSeconds(60)) {
            if (LocalDateTime.ofInstant(later, when.zone()).equals(local)) {
                result = later;
            }
        }
        return result;
    }

    private boolean isBlackedOut(Instant instant) {
        return blackouts.stream().anyMatch(blackout -> blackout.holds(instant));
    }

    boolean isOpen(Instant instant) {
        return !isBlackedOut(instant) && openTimes.stream().anyMatch(open -> open.holds(instant));
    }

    /// The first edge from an instant on at which it is open.
    Instant opening(Instant instant) {
        if (isOpen(instant)) {
            return instant;
        }
        return Stream.concat(
                        openTimes.stream().map(Open::from), blackouts.stream().map(Open::until))
                .filter(edge -> edge.isAfter(instant) && isOpen(edge))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("asked beyond the end: " + instant));
    }

    /// The slot that stands for a closed time by itself, at its opening or within the grace.
    private @Nullable Instant ownSlot(Instant opening) {
        Instant slot = firstSlot(opening);
        if (slot.isAfter(opening.plus(when.grace()))) {
            return null;
        }
        return Stream.concat(
                                openTimes.stream().map(Open::until),
                                blackouts.stream().map(Open::from))
                        .filter(edge -> !edge.isBefore(opening) && !edge.isAfter(slot))
                        .allMatch(this::isOpen)
                ? slot
                : null;
    }

    private Instant startAtOpening(Instant opening) {
        Instant own = ownSlot(opening);
        return own == null ? opening : own.plus(offset);
    }

    Instant due(Instant slot, @Nullable Instant notBefore) {
        Instant first = slot;
        while (notBefore != null && first.isBefore(notBefore)) {
            first = following(first);
        }
        while (!isOpen(first)) {
            if (when.outside() == OutsideWindow.AT_OPEN && !isBlackedOut(first)) {
                return startAtOpening(opening(first));
            }
            first = following(first);
        }
        return first.plus(offset);
    }

    Instant firstSlot(Instant from) {
        Every every = (Every) when.recurrence();
        Instant slot = java.util.Objects.requireNonNull(every.anchor());
        // The grid is the one thing taken as given: EveryTest holds it to account.
        return slot.isBefore(from) ? every.atOrAfter(from) : slot;
    }

    private Instant following(Instant slot) {
        return slot.plus(((Every) when.recurrence()).every());
    }

    /// What became of each slot that passed, and what was started.
    record Verdicts(
            Map<Instant, Reason> skipped,
            @Nullable Instant started,
            @Nullable Instant startsAt,
            boolean late,
            long missed,
            int attempt,
            Next next) {}

    private record Passed(Instant slot, @Nullable Reason suppressed, Instant due) {}

    Verdicts decide(Progress progress, Instant now) {
        Instant next = java.util.Objects.requireNonNull(progress.nextSlot());
        Instant nextDue = java.util.Objects.requireNonNull(progress.nextDue());
        if (now.isBefore(nextDue)) {
            return new Verdicts(Map.of(), null, null, false, 0, 0, new Next(next, nextDue));
        }
        boolean late = Duration.between(nextDue, now).compareTo(when.grace()) > 0;
        boolean attempted = progress.slotAttempts() > 0;
        List<Passed> passed = passed(progress, now);
        Instant unsettled = passed.isEmpty() ? next : following(passed.getLast().slot());
        List<Passed> runnable =
                passed.stream().filter(slot -> slot.suppressed() == null).toList();
        if (late && !runnable.isEmpty() && !isOpen(now) && when.outside() == OutsideWindow.AT_OPEN) {
            return new Verdicts(Map.of(), null, null, false, 0, 0, new Next(next, startAtOpening(opening(now))));
        }
        List<Passed> kept = new ArrayList<>(runnable);
        if (late && !isOpen(now)) {
            kept.clear();
        }
        switch (when.missed().kind()) {
            case LAST -> {}
            case NONE -> {
                while (kept.stream().anyMatch(slot -> tooOld(slot, now))) {
                    kept.removeFirst();
                }
            }
            case ALL ->
                kept = kept.subList(Math.max(0, kept.size() - when.missed().max()), kept.size());
        }
        Passed run = kept.isEmpty()
                ? null
                : when.missed().kind() == MissedPolicy.Kind.ALL ? kept.getFirst() : kept.getLast();
        Map<Instant, Reason> skipped = new TreeMap<>();
        long coalesced = 0;
        for (Passed slot : passed) {
            if (run != null && !slot.slot().isBefore(run.slot())) {
                break;
            }
            if (attempted && slot.slot().equals(next)) {
                continue;
            }
            Reason reason = slot.suppressed() != null
                    ? slot.suppressed()
                    : kept.contains(slot) ? Reason.COALESCED : Reason.MISSED;
            coalesced += reason == Reason.COALESCED ? 1 : 0;
            skipped.put(slot.slot(), reason);
        }
        if (run == null) {
            return new Verdicts(
                    skipped, null, null, false, 0, 0, new Next(unsettled, due(unsettled, progress.notBefore())));
        }
        Instant after = following(run.slot());
        return new Verdicts(
                skipped,
                run.slot(),
                run.due().isBefore(nextDue) ? nextDue : run.due(),
                late,
                coalesced,
                attempted && run.slot().equals(next) ? progress.slotAttempts() + 1 : 1,
                new Next(after, due(after, progress.notBefore())));
    }

    private boolean tooOld(Passed slot, Instant now) {
        return Duration.between(slot.due(), now).compareTo(when.grace()) > 0;
    }

    private List<Passed> passed(Progress progress, Instant now) {
        List<Passed> passed = new ArrayList<>();
        Instant next = java.util.Objects.requireNonNull(progress.nextSlot());
        for (Instant slot = next; !slot.isAfter(now); slot = following(slot)) {
            Instant start = slot.plus(offset);
            Instant notBefore = progress.notBefore();
            if (slot.equals(next) && progress.slotAttempts() > 0) {
                passed.add(new Passed(slot, null, java.util.Objects.requireNonNull(progress.nextDue())));
            } else if (notBefore != null && slot.isBefore(notBefore)) {
                if (start.isAfter(now)) {
                    break;
                }
                passed.add(new Passed(slot, Reason.DEFERRED, start));
            } else if (isOpen(slot) || isBlackedOut(slot)) {
                if (start.isAfter(now)) {
                    break;
                }
                passed.add(new Passed(slot, isOpen(slot) ? null : Reason.BLACKOUT, start));
            } else if (when.outside() == OutsideWindow.SKIP) {
                if (start.isAfter(now)) {
                    break;
                }
                passed.add(new Passed(slot, Reason.OUTSIDE_WINDOW, start));
            } else {
                Instant opening = opening(slot);
                if (opening.isAfter(now)) {
                    break;
                }
                boolean newest = true;
                for (Instant later = following(slot); newest && later.isBefore(opening); later = following(later)) {
                    newest = isBlackedOut(later);
                }
                boolean runs = newest && ownSlot(opening) == null;
                passed.add(new Passed(slot, runs ? null : Reason.OUTSIDE_WINDOW, opening));
            }
        }
        return passed;
    }
}
