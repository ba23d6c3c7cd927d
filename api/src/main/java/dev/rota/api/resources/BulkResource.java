package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.JsonBodies;
import dev.rota.job.Field;
import dev.rota.job.Problem;
import dev.rota.schedule.Standing;
import dev.rota.store.BulkStore;
import dev.rota.store.ScheduleReadStore;
import dev.rota.syntax.ShapeReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Switches many schedules on or off at once: after an outage, all that were given up.
@Path("api/schedules/bulk")
@Produces(MediaType.APPLICATION_JSON)
public final class BulkResource {
    private final BulkStore store;

    public BulkResource(BulkStore store) {
        this.store = store;
    }

    /// What to do with which schedules.
    public record BulkEdit(
            @Field("What to do: 'enable' or 'disable'.") BulkStore.Action action,

            @Field("Which schedules; {} means all.") FilterEdit filter,

            @Field(value = "Only tell what would change.", fallback = "false")
            boolean dryRun) {}

    /// Which schedules: those that fit every criterion that is there.
    public record FilterEdit(
            @Field("Words, or beginnings of words, of the name and the labels.") @Nullable
            String q,

            @Field("How they stand, such as 'failed'.") @Nullable
            String standing,

            @Field("Their kind of job.") @Nullable String kind,

            @Field("A label: its name, or name=value.") @Nullable
            String label,

            @Field("Their ids.") @Nullable List<Long> ids) {}

    public record BulkView(long matched, long changed, List<BulkStore.Item> items, boolean dryRun) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Role.OPERATOR)
    public BulkView bulk(@Nullable JsonNode body) {
        BulkEdit edit = JobRules.fit(ShapeReader.read(BulkEdit.class, JsonBodies.required(body)));
        FilterEdit filter = edit.filter();
        if (filter.standing() != null && !Standing.words().contains(filter.standing())) {
            throw ApiProblem.invalid(List.of(new Problem(
                    "/filter/standing",
                    "enum",
                    "'" + filter.standing() + "' is no standing; write one of " + String.join(", ", Standing.words())
                            + ".")));
        }
        BulkStore.Done done = store.apply(
                edit.action(),
                new BulkStore.Which(
                        new ScheduleReadStore.Filter(filter.q(), filter.standing(), filter.kind(), filter.label()),
                        filter.ids()),
                edit.dryRun());
        return new BulkView(done.matched(), done.changed(), done.items(), edit.dryRun());
    }
}
