package dev.rota.api.wire;

import dev.rota.api.wire.ScheduleEdit.RecurrenceEdit;
import dev.rota.job.Problem;
import dev.rota.schedule.AfterCompletion;
import dev.rota.schedule.Every;
import dev.rota.schedule.Manual;
import dev.rota.schedule.Once;
import dev.rota.schedule.Recurrence;
import dev.rota.syntax.Expressions;
import dev.rota.syntax.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the recurrence that somebody wrote into slots: exactly one of its forms, or what is wrong with it.
final class RecurrenceDraft {
    private final RecurrenceEdit edit;
    private final List<Problem> problems;

    /// @param problems what is wrong is added here
    RecurrenceDraft(RecurrenceEdit edit, List<Problem> problems) {
        this.edit = edit;
        this.problems = problems;
    }

    /// Null after a problem was noted.
    @Nullable
    Recurrence read() {
        List<String> forms = forms();
        Duration every = edit.every();
        if (forms.size() > 1) {
            refuse(
                    "/" + forms.get(1),
                    "one_form",
                    "A schedule recurs in one way; keep one of " + String.join(" and ", forms) + ".");
            return null;
        }
        if (every == null && (edit.anchor() != null || edit.after() != null)) {
            refuse("/every", "required", "A first slot needs a distance: every.");
            return null;
        }
        if (edit.anchor() != null && edit.after() != null) {
            refuse("/anchor", "one_form", "What follows the end of a run has no first slot; leave anchor out.");
            return null;
        }
        String cron = edit.cron();
        String calendar = edit.calendar();
        Instant at = edit.at();
        if (cron != null) {
            return compiled(Expressions.cron(cron), "/cron");
        }
        if (calendar != null) {
            return compiled(Expressions.calendar(calendar), "/calendar");
        }
        if (at != null) {
            return new Once(at);
        }
        if (every == null) {
            return new Manual();
        }
        return edit.after() == null ? new Every(every, edit.anchor()) : new AfterCompletion(every);
    }

    private List<String> forms() {
        List<String> forms = new ArrayList<>();
        if (edit.every() != null) {
            forms.add("every");
        }
        if (edit.cron() != null) {
            forms.add("cron");
        }
        if (edit.calendar() != null) {
            forms.add("calendar");
        }
        if (edit.at() != null) {
            forms.add("at");
        }
        return forms;
    }

    private <R extends Recurrence> @Nullable Recurrence compiled(Reading<R> reading, String pointer) {
        return switch (reading) {
            case Reading.Fits<R>(R recurrence) -> recurrence;
            case Reading.Broken<R>(List<Problem> broken) -> {
                broken.forEach(problem -> refuse(pointer, problem.code(), problem.message()));
                yield null;
            }
        };
    }

    private void refuse(String pointer, String code, String message) {
        problems.add(new Problem("/recurrence" + pointer, code, message));
    }
}
