package dev.rota.store;

import dev.rota.job.JobSpec;
import dev.rota.schedule.Once;
import dev.rota.schedule.Plan;
import dev.rota.schedule.Recurrence;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What a draft becomes in the transaction that writes it, or why it cannot be written.
final class DraftPlan {
    private DraftPlan() {}

    /// The plan with what its calendars hold and its template says, neither of which changes until this transaction
    /// ends.
    static Plan filled(Handle handle, ScheduleStore.Draft draft) {
        Plan plan = Blackouts.filled(handle, draft.plan());
        if (draft.template() == null) {
            return plan;
        }
        JobSpec job = handle.createQuery("select kind, job from job_template where name = :name for share")
                .bind("name", draft.template())
                .map((row, _) -> JobSpecJson.read(row.getString("kind"), row.getString("job")))
                .findOne()
                .orElseThrow(() -> new WriteRefused(
                        "/template", "unknown_template", "There is no template '" + draft.template() + "' any more."));
        return plan.withJob(job);
    }

    /// An instant that has passed would never run; one that was written before may stay.
    static void mustLieAhead(Plan plan, @Nullable Plan old, Instant now) {
        Recurrence recurrence = plan.when().recurrence();
        boolean kept = old != null && recurrence.equals(old.when().recurrence());
        if (!kept && recurrence instanceof Once(Instant at) && at.isBefore(now)) {
            throw new WriteRefused(
                    "/recurrence/at",
                    "past",
                    at + " has passed, so it would never run; write an instant to come, or leave 'at' out and run it"
                            + " now.");
        }
    }
}
