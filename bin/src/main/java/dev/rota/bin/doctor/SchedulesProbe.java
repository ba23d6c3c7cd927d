package dev.rota.bin.doctor;

import dev.rota.store.Examination.Some;
import dev.rota.store.Examination.Work;
import java.util.ArrayList;
import java.util.List;

/// Schedules that do not do what their owners expect.
final class SchedulesProbe {
    private SchedulesProbe() {}

    static List<Finding> look(Work work) {
        List<Finding> findings = new ArrayList<>();
        if (work.overdue().count() > 0) {
            findings.add(Finding.warn(
                    told(work.overdue(), "overdue for more than two minutes"),
                    "Nobody had a slot free, or knows the kind of job: see daemons above and `rota schedules"
                            + " explain`."));
        }
        if (work.stuck().count() > 0) {
            findings.add(Finding.fail(
                    told(work.stuck(), "held by a daemon that is gone"),
                    "The next daemon that polls hands them back; start one."));
        }
        if (work.autoDisabled().count() > 0) {
            findings.add(Finding.warn(
                    told(work.autoDisabled(), "switched off after failures"),
                    "See why with `rota runs list --schedule …`, mend it, then `rota schedules enable …`."));
        }
        if (work.waiting() > 0) {
            findings.add(Finding.warn(
                    work.waiting() + " requests have waited for more than a minute.",
                    "No daemon took them: see daemons above."));
        }
        return findings.isEmpty() ? List.of(Finding.ok("None is overdue, stuck or switched off.")) : findings;
    }

    private static String told(Some some, String how) {
        long more = some.count() - some.names().size();
        return (some.count() == 1 ? "One is " : some.count() + " are ") + how + ": " + String.join(", ", some.names())
                + (more > 0 ? " and " + more + " more." : ".");
    }
}
