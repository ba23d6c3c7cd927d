package dev.rota.api.resources;

import dev.rota.api.errors.ApiProblem;
import dev.rota.api.wire.PageView;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pages of a list by keyset: a page is followed by what comes after its last row, so nothing is skipped or shown
/// twice while rows come and go.
final class Paging {
    private static final int DEFAULT = 50;
    private static final int MOST = 200;

    private Paging() {}

    /// The page size asked for, at most [#MOST].
    static int limit(@Nullable String asked) {
        Long limit = Parameters.number("limit", asked, 1, Long.MAX_VALUE);
        return limit == null ? DEFAULT : (int) Math.min(limit, MOST);
    }

    /// A whole number that a cursor of ours holds; `first` when there is no cursor.
    static long after(@Nullable String cursor, long first) {
        try {
            return cursor == null || cursor.isEmpty() ? first : Long.parseLong(cursor);
        } catch (NumberFormatException _) {
            throw notOurs(cursor);
        }
    }

    static ApiProblem notOurs(@Nullable String cursor) {
        return Parameters.refused("'after' is the 'next' of the page before; not: " + cursor);
    }

    /// Answers a page. Stores are asked for one row more than `limit`: if it came, there is a next page.
    ///
    /// @param rows   what the store gave
    /// @param cursor what `after` must be to go on behind a row
    static <T, V> Response page(List<T> rows, int limit, Function<T, String> cursor, Function<T, V> view, UriInfo uri) {
        List<T> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        String next = rows.size() > limit ? cursor.apply(shown.getLast()) : null;
        Response.ResponseBuilder answer =
                Response.ok(new PageView<>(shown.stream().map(view).toList(), next));
        if (next != null) {
            answer.links(Link.fromUri(uri.getRequestUriBuilder()
                            .replaceQueryParam("after", "{after}")
                            .build(next))
                    .rel("next")
                    .build());
        }
        return answer.build();
    }
}
