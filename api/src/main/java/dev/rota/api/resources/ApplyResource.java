package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Principal;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.ApplyDocument;
import dev.rota.api.wire.Differences;
import dev.rota.api.wire.JsonBodies;
import dev.rota.api.wire.UpTo;
import dev.rota.api.wire.WrittenPlan;
import dev.rota.store.ApplyStore;
import dev.rota.store.ApplyStore.Applied;
import dev.rota.store.ApplyStore.Change;
import dev.rota.store.ApplyStore.Content;
import dev.rota.store.ApplyStore.Wish;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.Draft;
import dev.rota.syntax.CalendarEntries;
import dev.rota.syntax.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes schedules and calendars be as a document says: what differs is changed, what is missing is made; all of it
/// or nothing.
@Path("api/schedules/apply")
@Produces(MediaType.APPLICATION_JSON)
public final class ApplyResource {
    /// A fleet is one document.
    private static final int MOST = 16_000_000;

    private final ApplyStore store;
    private final ScheduleStore schedules;
    private final JobRules rules;
    private final ZoneId defaultZone;

    public ApplyResource(ApplyStore store, ScheduleStore schedules, JobRules rules, ZoneId defaultZone) {
        this.store = store;
        this.schedules = schedules;
        this.rules = rules;
        this.defaultZone = defaultZone;
    }

    /// One thing that changed, or would.
    ///
    /// @param what   `schedule` or `calendar`
    /// @param id     of a schedule; null while it is not made
    /// @param action `create`, `change` or `delete`
    /// @param fields what differs, field by field
    public record ChangeView(
            String what, String name, @Nullable Long id, String action, List<Differences.Field> fields) {}

    /// @param unchanged how many of the list are as they should be
    public record ApplyView(
            long created, long changed, long deleted, long unchanged, boolean dryRun, List<ChangeView> changes) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Role.EDITOR)
    public ApplyView apply(@UpTo(MOST) @Nullable JsonNode body, @Context SecurityContext security) {
        Principal principal = Principal.of(security);
        Wish wish = JobRules.fit(ApplyDocument.read(JsonBodies.required(body), defaultZone, schedules::template));
        return switch (store.apply(wish, principal.accountId(), job -> rules.problems(job, principal))) {
            case Applied.Refused refused -> throw ApiProblem.invalid(refused.problems());
            case Applied.Done done -> view(done, wish.how().dryRun());
        };
    }

    private static ApplyView view(Applied.Done done, boolean dryRun) {
        List<ChangeView> changes =
                done.changes().stream().map(ApplyResource::view).toList();
        return new ApplyView(
                count(changes, "create"),
                count(changes, "change"),
                count(changes, "delete"),
                done.unchanged(),
                dryRun,
                changes);
    }

    private static ChangeView view(Change change) {
        return switch (change) {
            case Change.OfSchedule(String name, Long id, Draft before, Draft after) ->
                view("schedule", name, id, plan(before), plan(after));
            case Change.OfCalendar(String name, Content before, Content after) ->
                view("calendar", name, null, content(before), content(after));
        };
    }

    private static ChangeView view(
            String what, String name, @Nullable Long id, @Nullable JsonNode before, @Nullable JsonNode after) {
        String action = before == null ? "create" : after == null ? "delete" : "change";
        List<Differences.Field> fields =
                before == null || after == null ? List.of() : Differences.between(before, after);
        return new ChangeView(what, name, id, action, fields);
    }

    private static @Nullable JsonNode plan(@Nullable Draft draft) {
        return draft == null ? null : WrittenPlan.of(draft);
    }

    private static @Nullable JsonNode content(@Nullable Content content) {
        return content == null
                ? null
                : Json.object()
                        .put("description", content.description())
                        .set("entries", CalendarEntries.write(content.entries()));
    }

    private static long count(List<ChangeView> changes, String action) {
        return changes.stream().filter(change -> change.action().equals(action)).count();
    }
}
