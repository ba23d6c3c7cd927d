package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of [Schedule#decide] once more, without arithmetic: it lists every slot and looks for the edges of the
/// window minute by minute. Slow, and meant to be read beside the specification.
final class SlotBySlot {
    private final When when;
    private final Duration offset;
    private final List<Open> openTimes = new ArrayList<>();

    private record Open(Instant from, Instant until) {}

    /// @param from  the first day asked about
    /// @param until the last, some weeks later, since it also answers what comes after
    SlotBySlot(When when, Duration offset, Instant from, Instant until) {
        this.when = when;
        this.offset = offset;
        LocalDate last = LocalDate.ofInstant(until, when.zone());
        for (LocalDate day = LocalDate.ofInstant(from, when.zone()).minusDays(3); !day.isAfter(last); ) {
            for (ActiveHours.Window window : when.activeHours().windows()) {
                if (window.days().contains(day.getDayOfWeek())) {
                    LocalDate end = window.until() <= window.from() ? day.plusDays(1) : day;
                    Instant opens = firstMinuteFrom(day.atStartOfDay().plusMinutes(window.from()));
                    Instant closes = afterLastMinuteBefore(end.atStartOfDay().plusMinutes(window.until()));
                    if (opens.isBefore(closes)) {
                        openTimes.add(new Open(opens, closes));
                    }
                }
            }
            day = day.plusDays(1);
        }
        openTimes.sort(Comparator.comparing(Open::from));
        for (int i = 1; i < openTimes.size(); ) {
            Open before = openTimes.get(i - 1);
            Open here = openTimes.get(i);
            if (here.from().isAfter(before.until())) {
                i++;
            } else {
                Instant end = here.until().isAfter(before.until()) ? here.until() : before.until();
                openTimes.set(i - 1, new Open(before.from(), end));
                openTimes.remove(i);
            }
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

    /// The first instant from which the local time is never before `local` again.
    private Instant afterLastMinuteBefore(LocalDateTime local) {
        Instant minute = firstMinuteFrom(local);
        Instant result = minute;
        for (Instant later = minute; later.isBefore(minute.plus(Duration.ofHours(3))); later = later.plusSeconds(60)) {
            if (LocalDateTime.ofInstant(later, when.zone()).isBefore(local)) {
                result = later.plusSeconds(60);
            }
        }
        return result;
    }

    private @Nullable Open openAt(Instant instant) {
        for (Open open : openTimes) {
            if (!instant.isBefore(open.from()) && instant.isBefore(open.until())) {
                return open;
            }
        }
        return null;
    }

    boolean isOpen(Instant instant) {
        return when.activeHours().windows().isEmpty() || openAt(instant) != null;
    }

    Instant opening(Instant instant) {
        if (isOpen(instant)) {
            return instant;
        }
        for (Open open : openTimes) {
            if (open.from().isAfter(instant)) {
                return open.from();
            }
        }
        throw new IllegalStateException("asked beyond the end: " + instant);
    }

    /// The slot that stands for a closed time by itself, at its opening or within the grace.
    private @Nullable Instant ownSlot(Instant opening) {
        Open open = openAt(opening);
        for (Instant slot = firstSlot(opening); !slot.isAfter(opening.plus(when.grace())); slot = following(slot)) {
            return open != null && slot.isBefore(open.until()) ? slot : null;
        }
        return null;
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
        if (when.outside() == OutsideWindow.AT_OPEN) {
            return isOpen(first) ? first.plus(offset) : startAtOpening(opening(first));
        }
        while (!isOpen(first)) {
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
            } else if (isOpen(slot)) {
                if (start.isAfter(now)) {
                    break;
                }
                passed.add(new Passed(slot, null, start));
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
                boolean newest = !following(slot).isBefore(opening);
                boolean runs = newest && ownSlot(opening) == null;
                passed.add(new Passed(slot, runs ? null : Reason.OUTSIDE_WINDOW, opening));
            }
        }
        return passed;
    }
}
