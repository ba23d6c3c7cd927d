package dev.rota.store;

import dev.rota.schedule.ActiveHours;
import dev.rota.store.FossaWorkSource.OldRun;
import dev.rota.store.SeedReadStore.Seed;
import dev.rota.store.TemplateStore.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Takes over schedules of FossaWork, each with its history in one transaction. What is there already stays as it
/// is, so that it may be done again.
public final class FossaWorkImport {
    /// No daemon ran these.
    private static final UUID NOBODY = new UUID(0, 0);

    private final Database database;
    private final SeedStore seeds;
    private final TemplateStore templates;

    public FossaWorkImport(Database database) {
        this.database = database;
        this.seeds = new SeedStore(database);
        this.templates = new TemplateStore(database);
    }

    /// What to make of one schedule.
    ///
    /// @param account whose it will be; made if there is none of that name
    /// @param type    names the job template
    public record Wish(
            String account, String type, Duration interval, ActiveHours hours, boolean enabled, ZoneId zone) {}

    /// What became of it.
    ///
    /// @param made whether the schedule was made; else it was there
    /// @param runs how many runs of the history were added
    public record Imported(long schedule, boolean made, int runs) {}

    /// The names of job templates, which are the types that can be taken over.
    public List<String> types() {
        return templates.names();
    }

    /// The instant before which history would soon be deleted again.
    public Instant daysAgo(long days) {
        return database.withHandle(Sql::clock).minus(Duration.ofDays(days));
    }

    /// @param runs the history of the schedule
    /// @return empty when there is no template of that type
    public Optional<Imported> take(Wish wish, List<OldRun> runs) {
        Optional<Template> template = templates.find(wish.type());
        if (template.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(database.edit(handle -> {
            long owner = AccountStore.ensureAccount(handle, wish.account(), "editor");
            Optional<Seed> made = seeds.create(
                    owner,
                    new SeedStore.Draft(template.get(), wish.interval(), wish.hours(), wish.enabled(), wish.zone()));
            long id = made.map(Seed::id).orElseGet(() -> there(handle, owner, wish.type()));
            int added = history(handle, id, template.get(), runs);
            if (added > 0) {
                standing(handle, id);
            }
            return new Imported(id, made.isPresent(), added);
        }));
    }

    private static long there(Handle handle, long owner, String type) {
        return handle.createQuery("""
            select id from schedules where owner_id = :owner and schedule_type = :type and deleted_at is null
            """)
                .bind("owner", owner)
                .bind("type", type)
                .mapTo(Long.class)
                .one();
    }

    private static int history(Handle handle, long schedule, Template template, List<OldRun> runs) {
        if (runs.isEmpty()) {
            return 0;
        }
        runs.stream()
                .map(run -> run.startedAt().atOffset(java.time.ZoneOffset.UTC).toLocalDate())
                .distinct()
                .forEach(day ->
                        Partitions.ensure(handle, "run", day.atStartOfDay().toInstant(java.time.ZoneOffset.UTC)));
        PreparedBatch batch = handle.prepareBatch("""
            insert into run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
              status, failure_class, message, detail, claimed_at, started_at, finished_at,
              items_processed, items_added, items_updated, items_failed)
            values (:id, :at, :schedule, :name, :trigger, 1, :kind, 1, :nobody, :status, :class, :message, :detail,
              :at, :at, :finished, :processed, :added, :updated, :failed)
            on conflict do nothing
            """);
        for (OldRun run : runs) {
            Instant finished = run.completedAt();
            String status = finished == null ? "abandoned" : run.success() ? "succeeded" : "failed";
            batch.bind("id", id(run))
                    .bind("at", Sql.time(run.startedAt()))
                    .bind("schedule", schedule)
                    .bind("name", template.name())
                    .bind("trigger", run.manual() ? "manual" : "scheduled")
                    .bind("kind", template.job().kind())
                    .bind("nobody", NOBODY)
                    .bind("status", status)
                    .bind("class", status.equals("failed") ? "source" : null)
                    .bind("message", run.message())
                    .bind("detail", run.details())
                    .bind("finished", Sql.time(finished == null ? run.startedAt() : finished))
                    .bind("processed", run.processed())
                    .bind("added", run.added())
                    .bind("updated", run.updated())
                    .bind("failed", run.failed())
                    .add();
        }
        long before = taken(handle, schedule);
        int[] _ = batch.execute(); // of statements that the driver makes one of, it does not tell which wrote a row
        return (int) (taken(handle, schedule) - before);
    }

    private static long taken(Handle handle, long schedule) {
        return handle.createQuery("select count(*) from run where schedule_id = :schedule and daemon_id = :nobody")
                .bind("schedule", schedule)
                .bind("nobody", NOBODY)
                .mapTo(Long.class)
                .one();
    }

    /// The same row gets the same id whenever it is read.
    private static UUID id(OldRun run) {
        String text = "fossawork\n" + run.user() + "\n" + run.type() + "\n" + run.id() + "\n" + run.startedAt();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// How it went last, where it has not run here yet.
    private static void standing(Handle handle, long schedule) {
        handle.createUpdate("""
            update schedule_progress s set last_run = r.id, last_slot = r.slot, last_started_at = r.started_at,
              last_finished_at = r.finished_at, last_status = r.status,
              last_success_at = (select max(finished_at) from run where schedule_id = s.schedule_id and status = 'succeeded'),
              last_failure_at = (select max(finished_at) from run where schedule_id = s.schedule_id and status = 'failed'),
              progress_seq = progress_seq + 1
            from (select id, slot, started_at, finished_at, status from run where schedule_id = :id
                  order by slot desc, attempt desc limit 1) r
            where s.schedule_id = :id and s.last_run is null and s.current_run is null
            """).bind("id", schedule).execute();
    }
}
