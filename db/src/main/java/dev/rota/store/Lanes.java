package dev.rota.store;

import dev.rota.job.JobKinds;
import dev.rota.job.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Takes rows of all lanes in one statement, of each lane as many as it has slots.
final class Lanes {
    private Lanes() {}

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @param left   the slots of each lane; what is taken is taken off
    /// @param with   what comes before the select, or nothing
    /// @param oldest selects those of one lane, at most `:most_<lane>`, with the lane among its columns; `:kinds`
    ///     are the kinds this build knows
    /// @param bind   binds what else it names
    static <T> List<T> take(
            Handle handle,
            Map<Lane, Integer> left,
            String with,
            Function<Lane, String> oldest,
            UnaryOperator<Query> bind,
            Reader<T> reader) {
        List<Lane> lanes = Arrays.stream(Lane.values())
                .filter(lane -> left.getOrDefault(lane, 0) > 0)
                .toList();
        if (lanes.isEmpty()) {
            return List.of();
        }
        String each = lanes.stream()
                .map(lane -> "select * from (" + oldest.apply(lane) + ") as " + lane.word())
                .collect(Collectors.joining(" union all "));
        Query query = bind.apply(handle.createQuery(with + each))
                .bindArray("kinds", String.class, JobKinds.all().keySet());
        lanes.forEach(lane -> query.bind("most_" + lane.word(), left.getOrDefault(lane, 0)));
        List<T> taken = new ArrayList<>();
        query.map((row, _) -> {
                    left.merge(Lane.of(row.getString("lane")), -1, Integer::sum);
                    return taken.add(reader.read(row));
                })
                .list();
        return taken;
    }
}
