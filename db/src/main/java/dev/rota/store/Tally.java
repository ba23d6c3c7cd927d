package dev.rota.store;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many schedules stand how, as a sum that triggers add to. It grows by a row with each change of a standing,
/// and whatever makes it wrong once would leave it wrong; so it is added up, and counted anew, now and then.
final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    /// As many parts as `add_up_tally` takes at once.
    private static final int PARTS = 50_000;

    private Tally() {}

    /// How far the sum was off for a kind and a standing: what was added to it.
    record Off(String kind, String standing, long n) {
        @Override
        public String toString() {
            return kind + " " + standing + " " + (n > 0 ? "+" : "") + n;
        }
    }

    /// Adds up the parts there are, some at a time, each time in a transaction of its own, and at last the sums of
    /// these. Those that come meanwhile are left for another day, so that there is an end.
    static void addUp(Database database) {
        long parts = database.withHandle(handle -> handle.createQuery("select count(*) from schedule_tally")
                .mapTo(Long.class)
                .one());
        long times = Math.ceilDiv(parts, PARTS) + (parts > PARTS ? 1 : 0);
        for (long time = 0; time < times; time++) {
            database.withHandle(handle -> handle.execute("select add_up_tally()"));
        }
    }

    /// Counts all schedules, puts the sum right, and says in the log that it was off, if it was.
    static List<Off> recount(Database database) {
        List<Off> off = database.withHandle(Tally::recount);
        if (!off.isEmpty()) {
            LOG.warn(
                    "The counts of schedules were off and have been put right: {}.",
                    off.stream().map(Off::toString).collect(Collectors.joining(", ")));
        }
        return off;
    }

    /// @return empty also while somebody else counts
    static List<Off> recount(Handle handle) {
        return handle.createQuery("select kind, standing, n from recount_tally() order by kind, standing")
                .map((row, _) -> new Off(
                        String.valueOf(row.getString("kind")),
                        String.valueOf(row.getString("standing")),
                        row.getLong("n")))
                .list();
    }
}
