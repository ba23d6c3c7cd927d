package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ScrapeJob;
import dev.rota.run.Claim;
import dev.rota.run.FailureClass;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.run.Trigger;
import dev.rota.schedule.ActiveHours;
import dev.rota.schedule.BreakerRule;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.FailurePolicy;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OutsideWindow;
import dev.rota.schedule.Plan;
import dev.rota.schedule.When;
import dev.rota.schedule.WindowClose;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Some weeks of some schedules, lived through the real stores: a daemon that is away at times, runs that fail, are
/// handed back, deferred or long, and people who edit, pause, enable and ask for runs.
final class LedgerWorld {
    private static final List<String> ZONES = List.of("Europe/Rome", "America/New_York", "Australia/Lord_Howe");
    private static final Duration AHEAD = Duration.ofMillis(100);

    private final EngineFixture rota;
    private final Random random;
    private final ScheduleStore schedules;
    private final CalendarStore calendars;
    private final RequestStore requests;
    private final Map<String, Integer> seen;
    private final Map<Long, Subject> subjects = new HashMap<>();
    private final List<Live> live = new ArrayList<>();
    private final Set<LocalDate> closed = new HashSet<>();
    private Instant now;

    private record Live(Claim claim, Instant ends) {}

    private static final class Subject {
        private final List<LedgerBooks.Era> past = new ArrayList<>();
        private SlotsByHand slots;
        private Instant since;
        private When when;

        Subject(SlotsByHand slots, When when, Instant since) {
            this.slots = slots;
            this.when = when;
            this.since = since;
        }
    }

    LedgerWorld(EngineFixture rota, long seed, Instant begin, Map<String, Integer> seen) {
        this.rota = rota;
        this.random = new Random(seed);
        this.seen = seen;
        this.now = begin;
        schedules = new ScheduleStore(rota.database);
        calendars = new CalendarStore(rota.database);
        requests = new RequestStore(rota.database);
    }

    void live(int number, Duration time) {
        rota.moveTo(now);
        calendars.create("holidays", "", List.of());
        for (int i = 0; i < number; i++) {
            ZoneId zone = ZoneId.of(pick(ZONES));
            SlotsByHand slots = SlotsByHand.any(random, now, zone);
            When when = when(slots, zone);
            long id = schedules.create(draft(when), 1);
            subjects.put(id, new Subject(slots, when, now));
        }
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plus(idle());
            rota.moveTo(now);
            if (random.nextInt(14) == 0) {
                somebodyActs(pick(List.copyOf(subjects.keySet())));
            }
            finish(false);
            do {
                claim();
            } while (finish(false));
            nothingIsOverdue();
        }
        close();
    }

    /// Until something is due or ends, at times less, and now and then much longer: then no daemon ran.
    private Duration idle() {
        Instant due = Objects.requireNonNull(instant("""
            select coalesce(min(next_due), (select at from moved.clock) + interval '1 hour') from schedules
            where enabled and auto_disabled_at is null and current_run is null\
            """));
        for (Live run : live) {
            due = run.ends().isBefore(due) ? run.ends() : due;
        }
        Duration left = due.isAfter(now) ? Duration.between(now, due) : Duration.ofSeconds(1);
        return switch (random.nextInt(40)) {
            case 0 -> left.plusSeconds(random.nextInt(80_000));
            case 1, 2 -> left.plusSeconds(random.nextInt(4_000));
            case 3 -> left.dividedBy(2);
            case 4, 5 -> left.compareTo(AHEAD) > 0 ? left.minusMillis(60) : left;
            default -> left;
        };
    }

    private void claim() {
        for (Claim claim : rota.claim()) {
            count(claim.trigger().name());
            count(claim.late() ? "LATE" : "IN_TIME");
            Duration length = switch (random.nextInt(12)) {
                case 0 -> Duration.ofMinutes(random.nextInt(400));
                case 1, 2 -> Duration.ofSeconds(random.nextInt(600));
                default -> Duration.ZERO;
            };
            live.add(new Live(claim, claim.startsAt().plus(length)));
        }
    }

    /// @return whether anything was to be finished
    private boolean finish(boolean all) {
        List<RunStore.Finished> batch = new ArrayList<>();
        for (Live run : List.copyOf(live)) {
            if (all || !run.ends().isAfter(now)) {
                live.remove(run);
                Outcome outcome = outcome();
                count(outcome.getClass().getSimpleName());
                batch.add(new RunStore.Finished(
                        run.claim(), outcome, Harvest.NONE, run.claim().startsAt(), now, 0));
            }
        }
        if (!batch.isEmpty()) {
            RunStore.Finish finish = rota.runs.finish(batch);
            assertThat(finish.fenced()).isEmpty();
            assertThat(finish.recorded()).hasSize(batch.size());
        }
        return !batch.isEmpty();
    }

    private Outcome outcome() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> new Outcome.Failed(FailureClass.CONNECT, "Nobody answers.", null);
            case 6 -> new Outcome.Deferred(now.plusSeconds(random.nextInt(20_000)), "later");
            case 7 -> new Outcome.Interrupted("stopped");
            case 8 -> new Outcome.Cancelled("no");
            default -> Outcome.Succeeded.of("done");
        };
    }

    private void somebodyActs(long id) {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                count("PAUSE");
                schedules.disable(id);
            }
            case 2, 3, 4 -> {
                count("ENABLE");
                subjects.keySet().forEach(schedules::enable);
            }
            case 5, 6 -> edit(id, random.nextBoolean());
            case 7 -> {
                count("CALENDAR");
                editCalendar();
            }
            case 8 -> {
                count("ASK");
                requests.run(id, new RequestStore.Ask(1, random.nextBoolean(), null, null));
            }
            default -> handBack();
        }
    }

    /// The answer to a claim was lost, or the daemon has died: runs that have begun go back.
    private void handBack() {
        List<Live> lost = live.stream()
                .filter(run -> !run.claim().startsAt().isAfter(now))
                .toList();
        if (!lost.isEmpty()) {
            count("HAND_BACK");
            live.removeAll(lost);
            rota.runs.handBack(lost.stream().map(run -> run.claim().runId()).toList(), "lost");
        }
    }

    private void edit(long id, boolean otherGrid) {
        Subject subject = Objects.requireNonNull(subjects.get(id));
        count(otherGrid ? "EDIT_GRID" : "EDIT_WINDOW");
        ZoneId zone = otherGrid ? ZoneId.of(pick(ZONES)) : subject.when.zone();
        write(id, otherGrid ? SlotsByHand.any(random, now, zone) : subject.slots, zone);
    }

    private void write(long id, SlotsByHand slots, ZoneId zone) {
        Subject subject = Objects.requireNonNull(subjects.get(id));
        When when = when(slots, zone);
        assertThat(schedules.update(id, null, draft(when))).isEqualTo(new ScheduleStore.Written.Done(id));
        // A slot that was claimed a moment ahead belongs to the plan that it was claimed under.
        Instant until = now;
        for (Live run : live) {
            boolean ahead = run.claim().scheduleId() == id
                    && run.claim().trigger() == Trigger.SCHEDULED
                    && !run.claim().slot().isBefore(now);
            until = ahead ? run.claim().slot().plusNanos(1000) : until;
        }
        subject.past.add(new LedgerBooks.Era(subject.since, until, subject.slots));
        subject.slots = slots;
        subject.when = when;
        subject.since = until;
    }

    private void editCalendar() {
        closed.clear();
        LocalDate today = LocalDate.ofInstant(now, ZoneId.of("Europe/Rome"));
        List<Calendar.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            LocalDate day = today.plusDays(random.nextInt(5));
            closed.add(day);
            entries.add(new Calendar.Entry(new Calendar.Day(day), null));
        }
        calendars.replace("holidays", null, "", entries);
    }

    private When when(SlotsByHand slots, ZoneId zone) {
        ActiveHours hours = switch (random.nextInt(5)) {
            case 0 -> new ActiveHours(List.of(ActiveHours.Window.daily(360, 1320)));
            case 1 -> new ActiveHours(List.of(ActiveHours.Window.daily(1320, 360)));
            case 2 ->
                new ActiveHours(
                        List.of(new ActiveHours.Window(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 300, 1080)));
            default -> ActiveHours.ALWAYS;
        };
        return new When(
                slots.recurrence(),
                zone,
                hours,
                random.nextBoolean() ? List.of() : List.of(new Calendar("holidays", List.of())),
                random.nextBoolean() ? OutsideWindow.SKIP : OutsideWindow.AT_OPEN,
                WindowClose.FINISH,
                switch (random.nextInt(5)) {
                    case 0 -> MissedPolicy.NONE;
                    case 1 -> MissedPolicy.all(3);
                    default -> MissedPolicy.LAST;
                },
                Duration.ofSeconds(60),
                Duration.ZERO);
    }

    private ScheduleStore.Draft draft(When when) {
        BreakerRule breaker = random.nextBoolean()
                ? BreakerRule.inARow(3)
                : new BreakerRule(2, null, Duration.ZERO, Duration.ofMinutes(30));
        FailurePolicy failure = new FailurePolicy(1 + random.nextInt(3), Duration.ofMinutes(5), breaker);
        Plan plan = new Plan("subject", ScrapeJob.example(), when, failure, true);
        return new ScheduleStore.Draft(plan, Map.of(), null);
    }

    /// What the daemon has looked at lies ahead again, and, unless it is a retry, in an open time.
    private void nothingIsOverdue() {
        rota.database.withHandle(handle -> {
            handle.createQuery("""
                select id, next_due, slot_attempts from schedules
                where enabled and auto_disabled_at is null and current_run is null and next_due is not null
                """)
                    .map((row, _) -> {
                        Instant due = Columns.instant(row, "next_due");
                        When when = Objects.requireNonNull(subjects.get(row.getLong("id"))).when;
                        assertThat(due).as("%s at %s", when, now).isAfter(now);
                        if (row.getInt("slot_attempts") == 0 && due.isBefore(now.plus(Duration.ofDays(200)))) {
                            assertThat(isOpen(when, due))
                                    .as("%s: %s", when, due)
                                    .isTrue();
                        }
                        return 0;
                    })
                    .list();
            return 0;
        });
    }

    private boolean isOpen(When when, Instant instant) {
        var local = instant.atZone(when.zone());
        if (!when.blackouts().isEmpty() && closed.contains(local.toLocalDate())) {
            return false;
        }
        if (when.activeHours().windows().isEmpty()) {
            return true;
        }
        ActiveHours.Window window = when.activeHours().windows().getFirst();
        LocalTime from = LocalTime.MIN.plusMinutes(window.from());
        LocalTime until = LocalTime.MIN.plusMinutes(window.until());
        LocalTime time = local.toLocalTime();
        return from.isBefore(until)
                ? !time.isBefore(from) && time.isBefore(until) && window.days().contains(local.getDayOfWeek())
                : !time.isBefore(from) || time.isBefore(until);
    }

    /// The books are closed by an edit of every schedule; then each slot that has passed must be in them once.
    private void close() {
        now = now.plusSeconds(300);
        rota.moveTo(now);
        finish(true);
        subjects.keySet().forEach(id -> {
            write(id, new SlotsByHand.Grid(Duration.ofDays(1), now.plus(Duration.ofDays(1))), ZoneId.of("Etc/UTC"));
            new LedgerBooks(rota, seen).audit(id, Objects.requireNonNull(subjects.get(id)).past);
        });
        rota.sql("delete from schedules");
        rota.sql("delete from calendar");
    }

    private @Nullable Instant instant(String query) {
        return rota.database.withHandle(handle -> handle.createQuery(query)
                .map((row, _) -> Columns.instant(row, 1))
                .one());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void count(String event) {
        seen.merge(event, 1, Integer::sum);
    }
}
