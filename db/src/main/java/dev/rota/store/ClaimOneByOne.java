package dev.rota.store;

import dev.rota.run.Claim;
import dev.rota.schedule.Decision;
import dev.rota.schedule.Next;
import dev.rota.schedule.Reason;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.Skip;
import dev.rota.store.RequestClaims.Asked;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A claim that has met a row which cannot be claimed, taken again, each row for itself: who stands in the way is
/// put out of it aloud, so that nobody meets him again, and all others start.
final class ClaimOneByOne {
    /// As many of a lane as are taken at a time.
    static final int MOST = 100;

    /// How the reason begins for which a schedule is put aside.
    static final String BROKEN = "broken:";

    private static final Logger LOG = LoggerFactory.getLogger(ClaimOneByOne.class);
    /// So many at once are put aside for what we computed. With more, and none that went well, it is us.
    private static final int MOST_BROKEN = 10;

    private final Handle handle;
    private final UUID daemon;
    private final Plans plans;
    private final List<Claim> claims = new ArrayList<>();
    private final Map<Reason, Long> passed = new EnumMap<>(Reason.class);
    private boolean anyWell;
    private int broken;
    private @Nullable RuntimeException perhapsUs;

    ClaimOneByOne(Handle handle, UUID daemon, Plans plans) {
        this.handle = handle;
        this.daemon = daemon;
        this.plans = plans;
    }

    /// Whether a claim failed for what it read or wrote, and not for the database's sake: then most likely for one
    /// row, and the others may go well.
    static boolean mayBeOfOneRow(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state != null && (state.startsWith("22") || state.startsWith("23"));
            }
        }
        return true; // what we computed
    }

    List<Claim> claims() {
        return claims;
    }

    Map<Reason, Long> passed() {
        return passed;
    }

    /// A run beside the grid.
    void beside(Asked asked, Instant now) {
        take(asked.place(), now, (batch, schedule) -> batch.beside(asked, schedule), why -> {
            LOG.warn(
                    "The {} run of schedule {} cannot be started: {}",
                    asked.trigger().word(),
                    asked.place().id(),
                    DatabaseFault.why(why));
            refuse(asked, why);
        });
    }

    /// @param ahead how far ahead of `now` it counts as due
    void due(Plans.Place place, Instant now, Duration ahead) {
        Instant horizon = now.plus(ahead);
        take(place, now, (batch, schedule) -> batch.decide(schedule, horizon), why -> {
            if (!"23505".equals(Partitions.sqlState(why)) || !movedOn(place, now, horizon)) {
                putAside(place, why);
            }
        });
    }

    private void take(
            Plans.Place place, Instant now, BiConsumer<ClaimBatch, Schedule> into, Consumer<RuntimeException> stuck) {
        try {
            ClaimBatch batch = alone("before_one", () -> written(place, now, into));
            anyWell = true;
            claims.addAll(batch.claims());
            batch.passed().forEach((reason, slots) -> passed.merge(reason, slots, Long::sum));
        } catch (RuntimeException why) {
            if (!mayBeOfOneRow(why)) {
                throw why;
            }
            broken += Partitions.sqlState(why) == null ? 1 : 0;
            if (broken > MOST_BROKEN) {
                perhapsUs = why; // it is passed over, for now
            } else {
                outOfTheWay(place, why, stuck);
            }
        }
    }

    /// To be asked after all of them.
    ///
    /// @throws RuntimeException when many were broken and none went well: nobody is put aside for a mistake of ours
    void judge() {
        if (perhapsUs != null && !anyWell) {
            throw perhapsUs;
        }
    }

    private ClaimBatch written(Plans.Place place, Instant now, BiConsumer<ClaimBatch, Schedule> into) {
        ClaimBatch batch = new ClaimBatch(daemon);
        batch.at(now);
        into.accept(batch, schedule(place));
        try {
            ClaimBatch _ = alone("before_write", () -> {
                batch.write(handle);
                return batch;
            });
        } catch (RuntimeException e) {
            if (!"23514".equals(Partitions.sqlState(e))) {
                throw e;
            }
            batch.instants().forEach(at -> Partitions.ensure(handle, at)); // it may be the week that is missing
            batch.write(handle);
        }
        return batch;
    }

    private void outOfTheWay(Plans.Place place, RuntimeException why, Consumer<RuntimeException> stuck) {
        try {
            ClaimBatch _ = alone("before_one", () -> {
                stuck.accept(why);
                return new ClaimBatch(daemon);
            });
        } catch (RuntimeException e) {
            if (!mayBeOfOneRow(e)) {
                throw e;
            }
            LOG.error("Schedule {} cannot be claimed, nor put aside: {}", place.id(), DatabaseFault.why(e));
        }
    }

    private interface Part {
        ClaimBatch run();
    }

    /// What fails leaves nothing behind.
    private ClaimBatch alone(String before, Part part) {
        handle.savepoint(before);
        try {
            ClaimBatch done = part.run();
            handle.releaseSavepoint(before);
            return done;
        } catch (RuntimeException e) {
            if (mayBeOfOneRow(e)) {
                handle.rollbackToSavepoint(before);
            }
            throw e;
        }
    }

    private Schedule schedule(Plans.Place place) {
        return Objects.requireNonNull(plans.schedules(handle, List.of(place)).get(place.id()));
    }

    private void refuse(Asked asked, RuntimeException why) {
        if (asked.requestId() == null) {
            handle.createUpdate("update schedule_progress set probe_due = null where schedule_id = :id")
                    .bind("id", asked.place().id())
                    .execute();
            return;
        }
        handle.createUpdate("""
            update run_request set status = 'refused', finished_at = clock_timestamp(),
              refusal = 'The run could not be started: ' || :why
            where id = :id
            """)
                .bind("id", asked.requestId())
                .bind("why", DatabaseFault.why(why))
                .execute();
    }

    /// The database's clock was set back, and then the schedule was enabled or edited: what it took for its first
    /// slot has its run already. It goes on behind those.
    ///
    /// @return false when that is not why
    private boolean movedOn(Plans.Place place, Instant now, Instant horizon) {
        Schedule schedule = schedule(place);
        if (!(schedule.decide(horizon) instanceof Decision.Start start)) {
            return false;
        }
        Set<Instant> run = new HashSet<>(handle.createQuery(
                        "select slot from run where schedule_id = :id and trigger = 'scheduled' and slot >= :from")
                .bind("id", place.id())
                .bind("from", Sql.time(schedule.progress().nextSlot()))
                .map((row, _) -> Columns.instant(row, 1))
                .list());
        if (!run.contains(start.slot())) {
            return false;
        }
        Next next = schedule.nextAfter(start.slot());
        while (next != null && run.contains(next.slot())) {
            next = schedule.nextAfter(next.slot());
        }
        List<Skip> skips = start.skips().stream()
                .filter(skip ->
                        run.stream().noneMatch(slot -> !slot.isBefore(skip.first()) && !slot.isAfter(skip.last())))
                .toList();
        ClaimBatch batch = new ClaimBatch(daemon);
        batch.at(now);
        batch.wait(schedule, skips, next);
        batch.write(handle);
        LOG.warn(
                "The slot {} of '{}' has its run already: was the database's clock set back? It goes on at {}.",
                start.slot(),
                schedule.plan().name(),
                next == null ? "none" : next.slot());
        return true;
    }

    /// It would be the first to be taken by every claim. Who enables it has its next slot computed anew.
    private void putAside(Plans.Place place, RuntimeException why) {
        String reason = BROKEN + " when it runs next could not be computed (" + DatabaseFault.why(why) + ")";
        handle.createUpdate("""
            update schedule_progress set
              next_slot = case when isfinite(next_slot) and isfinite(next_due) then next_slot end,
              next_due = case when isfinite(next_slot) and isfinite(next_due) then next_due end,
              not_before = case when isfinite(not_before) then not_before end, probe_due = null,
              auto_disabled_at = coalesce(auto_disabled_at, clock_timestamp()),
              auto_disabled_reason = coalesce(auto_disabled_reason, :reason), progress_seq = progress_seq + 1
            where schedule_id = :id
            """).bind("id", place.id()).bind("reason", reason).execute();
        LOG.error("Schedule {} cannot be claimed and is put aside: {}", place.id(), reason);
        LOG.debug("Why schedule {} cannot be claimed", place.id(), why);
    }
}
