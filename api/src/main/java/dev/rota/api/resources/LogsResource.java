package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.store.LogReadStore;
import dev.rota.store.LogReadStore.BadPattern;
import dev.rota.store.LogReadStore.Cursor;
import dev.rota.store.LogReadStore.Line;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The logs of all runs as one stream. Without `after` it answers the newest lines, or with
/// `since` the first ones from there; going on with `next` follows it.
@Path("api/logs")
@Produces(MediaType.APPLICATION_JSON)
public final class LogsResource {
    private final LogReadStore store;

    public LogsResource(LogReadStore store) {
        this.store = store;
    }

    public record LineView(
            String cursor,
            Instant at,
            String level,
            String text,
            UUID runId,
            @Nullable Long scheduleId,
            @Nullable String scheduleName) {
        static LineView of(Line line) {
            return new LineView(
                    line.cursor().text(),
                    line.at(),
                    line.level(),
                    line.text(),
                    line.runId(),
                    line.scheduleId(),
                    line.scheduleName());
        }
    }

    /// @param next         never null: a stream has no end, only a place to go on
    /// @param more         whether there is more behind `next` already; a page may be short and yet there is
    /// @param lookedBackTo what was asked for was looked for among the newest lines only, back to this instant;
    ///     null: among all
    public record LogView(
            List<LineView> lines,
            String next,
            boolean more,
            @Nullable Instant lookedBackTo) {}

    @GET
    @Needs(Role.VIEWER)
    public LogView read(
            @QueryParam("after") @Nullable String after,
            @QueryParam("schedule") @Nullable String schedule,
            @QueryParam("run") @Nullable String run,
            @QueryParam("level") @Nullable String level,
            @QueryParam("grep") @Nullable String grep,
            @QueryParam("since") @Nullable String since,
            @QueryParam("limit") @Nullable String limit) {
        var filter = new LogReadStore.Filter(
                Parameters.id("schedule", schedule),
                run(run),
                level(level),
                grep,
                since == null ? null : Parameters.instant("since", since));
        try {
            LogReadStore.Page page = store.read(filter, cursor(after), Paging.limit(limit));
            return new LogView(
                    page.lines().stream().map(LineView::of).toList(),
                    page.next().text(),
                    page.more(),
                    page.lookedBackTo());
        } catch (BadPattern _) {
            throw Parameters.refused("'grep' is no regular expression: " + grep);
        }
    }

    private static @Nullable Cursor cursor(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        Cursor cursor = Cursor.of(after);
        if (cursor == null) {
            throw Paging.notOurs(after);
        }
        return cursor;
    }

    private static @Nullable UUID run(@Nullable String run) {
        try {
            return run == null ? null : UUID.fromString(run);
        } catch (IllegalArgumentException _) {
            throw Parameters.refused("'run' is the id of a run; not: " + run);
        }
    }

    private static @Nullable String level(@Nullable String level) {
        if (level == null) {
            return null;
        }
        String word = level.toUpperCase(Locale.ROOT);
        if (!LogReadStore.levels().contains(word)) {
            throw Parameters.refused(
                    "'level' is one of " + String.join(", ", LogReadStore.levels()) + "; not: " + level);
        }
        return word;
    }
}
