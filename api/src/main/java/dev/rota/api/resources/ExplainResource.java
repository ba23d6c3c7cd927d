package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.job.Problem;
import dev.rota.schedule.Explanation;
import dev.rota.schedule.OpenTimes;
import dev.rota.store.ExplainStore;
import dev.rota.store.ExplainStore.Facts;
import dev.rota.store.ExplainStore.Standing;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a schedule did or did not run: everything that became of its slots, and what will.
@Path("api/schedules/{id: \\d{1,18}}/explain")
@Produces(MediaType.APPLICATION_JSON)
public final class ExplainResource {
    private static final Duration LONGEST = Duration.ofDays(62);
    private static final int MOST = 2000;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2500-01-01T00:00:00Z");

    private final ExplainStore store;

    public ExplainResource(ExplainStore store) {
        this.store = store;
    }

    /// What there is to say about an instant.
    public record AtView(Instant at, ZoneId zone, String sentence, List<Explanation.Entry> entries) {}

    /// What there is to say about a stretch of time.
    ///
    /// @param windows when it may run
    public record RangeView(
            Instant from,
            Instant to,
            ZoneId zone,
            String sentence,
            List<Window> windows,
            List<Explanation.Entry> entries,
            boolean truncated) {}

    public record Window(Instant from, Instant until) {}

    @GET
    @Needs(Role.VIEWER)
    public Object explain(
            @PathParam("id") long id,
            @QueryParam("at") @Nullable String at,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        List<Problem> problems = new ArrayList<>();
        Instant instant = instant("at", at, problems);
        Instant begin = instant("from", from, problems);
        Instant end = instant("to", to, problems);
        if ((at == null) == (from == null && to == null) || (at == null && (from == null || to == null))) {
            problems.add(new Problem("/query", "required", "Say when: either 'at', or both 'from' and 'to'."));
        }
        if (begin != null && end != null) {
            if (!begin.isBefore(end)) {
                problems.add(new Problem("/query/to", "range", "The time must end after it begins."));
            } else if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
                problems.add(new Problem("/query/to", "range", "Ask for at most 62 days at once."));
            }
        }
        if (!problems.isEmpty()) {
            throw ApiProblem.badParameters(problems);
        }
        Standing standing = store.standing(id).orElseThrow(() -> SchedulesResource.nothing(id));
        if (instant != null) {
            return at(standing, instant);
        }
        return begin == null || end == null ? List.of() : between(standing, begin, end);
    }

    private AtView at(Standing standing, Instant at) {
        long id = standing.schedule().id();
        Explanation explanation = new Explanation(standing.schedule(), standing.readAt());
        Instant recorded = store.lastBefore(id, at);
        Instant planned = explanation.before(at);
        Instant from =
                recorded != null && (at.isBefore(standing.readAt()) || recorded.isAfter(planned)) ? recorded : planned;
        Instant following = store.firstAfter(id, at.plusSeconds(60));
        Instant next = explanation.after(at);
        Instant to =
                following != null && (following.isBefore(next) || at.isBefore(standing.readAt())) ? following : next;
        Explanation.Told told = told(explanation, id, from, to.plusNanos(1000));
        return new AtView(
                at,
                standing.schedule().zone(),
                explanation.sentence(at, told),
                explanation.at(at, told).entries());
    }

    private RangeView between(Standing standing, Instant from, Instant to) {
        Explanation explanation = new Explanation(standing.schedule(), standing.readAt());
        Explanation.Told told = told(explanation, standing.schedule().id(), from, to);
        List<Window> windows = OpenTimes.between(standing.schedule(), from, to).stream()
                .map(open -> new Window(open.from(), open.until()))
                .toList();
        return new RangeView(
                from,
                to,
                standing.schedule().zone(),
                explanation.summary(told),
                windows,
                told.entries(),
                told.truncated());
    }

    private Explanation.Told told(Explanation explanation, long id, Instant from, Instant to) {
        Facts facts = store.between(id, from, to, MOST + 1);
        return explanation.between(from, to, facts.runs(), facts.skipped(), MOST);
    }

    /// An RFC 3339 instant, in which a `+` may have arrived as a blank; null after a problem was noted.
    private static @Nullable Instant instant(String name, @Nullable String text, List<Problem> problems) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException _) {
            // The sentence below says it.
        }
        problems.add(new Problem(
                "/query/" + name,
                "time",
                "'" + name + "' is an instant from 1970 to 2500 such as 2027-01-31T08:00:00Z; not: " + text));
        return null;
    }
}
