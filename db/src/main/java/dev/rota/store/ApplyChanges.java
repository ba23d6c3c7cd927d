package dev.rota.store;

import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.schedule.Plan;
import dev.rota.store.ApplyRows.There;
import dev.rota.store.ApplyStore.Change;
import dev.rota.store.ApplyStore.Content;
import dev.rota.store.ApplyStore.Existing;
import dev.rota.store.ApplyStore.How;
import dev.rota.store.ApplyStore.WantedCalendar;
import dev.rota.store.ApplyStore.WantedSchedule;
import dev.rota.store.ApplyStore.Wish;
import dev.rota.store.ScheduleStore.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is to change for things to be as somebody wants them, or everything that speaks against it.
final class ApplyChanges {
    private final How how;
    private final ApplyRows rows;
    private final Function<JobSpec, List<Problem>> rules;
    private final Instant now;
    private final List<Change> changes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> calendars = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    ApplyChanges(Wish wish, ApplyRows rows, Function<JobSpec, List<Problem>> rules, Instant now) {
        this.how = wish.how();
        this.rows = rows;
        this.rules = rules;
        this.now = now;
        wish.calendars().forEach(this::calendar);
        wish.schedules().forEach(this::schedule);
        if (how.prune()) {
            rows.owned().stream()
                    .filter(there -> !names.contains(there.draft().plan().name()))
                    .forEach(there -> changes.add(new Change.OfSchedule(
                            there.draft().plan().name(), there.schedule().id(), there.draft(), null)));
        }
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void calendar(WantedCalendar wanted) {
        Content there = rows.calendars().get(wanted.name());
        if (!calendars.add(wanted.name())) {
            note(wanted.pointer() + "/name", "duplicate", "There is a calendar '" + wanted.name() + "' here already.");
        } else if (there == null || (!there.equals(wanted.content()) && how.existing() == Existing.CHANGE)) {
            changes.add(new Change.OfCalendar(wanted.name(), there, wanted.content()));
        } else if (!there.equals(wanted.content()) && how.existing() == Existing.REFUSE) {
            note(
                    wanted.pointer() + "/name",
                    "exists",
                    "There is another calendar '" + wanted.name() + "' already; it would be changed.");
        }
    }

    private void schedule(WantedSchedule wanted) {
        String name = wanted.draft().plan().name();
        List<There> there = rows.byName().getOrDefault(name, List.of());
        calendarsOf(wanted);
        if (!names.add(name)) {
            note(wanted.pointer() + "/name", "duplicate", "There is a schedule '" + name + "' here already.");
        } else if (there.size() > 1) {
            note(
                    wanted.pointer() + "/name",
                    "ambiguous",
                    there.size() + " schedules are named '" + name + "' ("
                            + String.join(
                                    ", ",
                                    there.stream()
                                            .map(one -> String.valueOf(
                                                    one.schedule().id()))
                                            .toList())
                            + "); give them names of their own first.");
        } else if (there.isEmpty()) {
            change(wanted, null, marked(wanted.draft(), how.managedBy()));
        } else if (how.existing() == Existing.REFUSE) {
            note(wanted.pointer() + "/name", "exists", "There is a schedule '" + name + "' already.");
        } else if (how.existing() == Existing.CHANGE) {
            existing(wanted, there.getFirst());
        }
    }

    private void existing(WantedSchedule wanted, There there) {
        String mark = there.draft().labels().get(ApplyStore.MARK);
        String mine = how.managedBy();
        boolean says = wanted.draft().labels().containsKey(ApplyStore.MARK);
        if (mark != null && mine != null && !mark.equals(mine) && !how.adopt() && !says) {
            note(
                    wanted.pointer() + "/name",
                    "not_owned",
                    "'" + there.draft().plan().name() + "' is managed by '" + mark + "', not by '" + mine
                            + "'; adopt it, or change it there.");
            return;
        }
        Draft draft = marked(wanted.draft(), how.adopt() && mine != null ? mine : mark);
        Plan plan = Turn.anchored(draft.plan(), there.schedule().plan().when().recurrence(), now);
        if (!wanted.saysEnabled()) {
            plan = new Plan(
                    plan.name(),
                    plan.job(),
                    plan.when(),
                    plan.failure(),
                    there.schedule().plan().enabled());
        }
        Draft after = ApplyStore.plain(new Draft(plan, draft.labels(), draft.template()));
        if (!after.equals(there.draft())) {
            change(wanted, there, after);
        }
    }

    private void change(WantedSchedule wanted, @Nullable There there, Draft after) {
        Plan old = there == null ? null : there.schedule().plan();
        if (old == null || !old.job().equals(after.plan().job())) {
            rules.apply(after.plan().job()).forEach(problem -> problems.add(problem.under(wanted.pointer())));
        }
        try {
            DraftPlan.mustLieAhead(after.plan(), old, now);
        } catch (WriteRefused refused) {
            problems.add(refused.problem().under(wanted.pointer()));
        }
        changes.add(new Change.OfSchedule(
                after.plan().name(),
                there == null ? null : there.schedule().id(),
                there == null ? null : there.draft(),
                after));
    }

    private void calendarsOf(WantedSchedule wanted) {
        List<Calendar> named = wanted.draft().plan().when().blackouts();
        for (int i = 0; i < named.size(); i++) {
            if (!calendars.contains(named.get(i).name()) && !rows.knows(named.get(i))) {
                note(
                        wanted.pointer() + "/blackouts/" + i,
                        "unknown_calendar",
                        "There is no calendar '" + named.get(i).name() + "', neither here nor in what was sent.");
            }
        }
    }

    /// With the mark, unless the document says a mark itself.
    private static Draft marked(Draft draft, @Nullable String mark) {
        if (mark == null || draft.labels().containsKey(ApplyStore.MARK)) {
            return ApplyStore.plain(draft);
        }
        Map<String, String> labels = new LinkedHashMap<>(draft.labels());
        labels.put(ApplyStore.MARK, mark);
        return ApplyStore.plain(new Draft(draft.plan(), labels, draft.template()));
    }

    private void note(String pointer, String code, String message) {
        problems.add(new Problem(pointer, code, message));
    }
}
