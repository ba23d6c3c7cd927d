package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Holds the runs and decisions of a schedule against the slots that its plans asked for.
///
/// @param seen counts what became of the slots
record LedgerBooks(EngineFixture rota, Map<String, Integer> seen) {

    /// One plan's slots, from the edit that wrote it until the next.
    record Era(Instant since, Instant until, SlotsByHand slots) {}

    /// @param eras of the schedule, one after the other
    void audit(long id, List<Era> eras) {
        Map<Instant, String> ledger = new HashMap<>();
        for (Entry entry : entries(id)) {
            Era era = eras.stream()
                    .filter(one -> !entry.first().isBefore(one.since())
                            && entry.first().isBefore(one.until()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(id + ": no plan asked for " + entry));
            List<Instant> slots =
                    era.slots().between(entry.first(), entry.last().plusNanos(1000));
            assertThat(slots.size()).as("%s of %s", entry, era).isEqualTo((int) entry.count());
            for (Instant slot : slots) {
                seen.merge(entry.outcome(), 1, Integer::sum);
                assertThat(ledger.put(slot, entry.outcome()))
                        .as("%s: the other entry of %s, %s", era, slot, entry)
                        .isNull();
            }
        }
        for (Era era : eras) {
            for (Instant slot : era.slots().between(era.since(), era.until())) {
                assertThat(ledger.remove(slot)).as("%s of %s", slot, era).isNotNull();
            }
        }
        assertThat(ledger).as("entries without a slot").isEmpty();
    }

    private record Entry(String outcome, Instant first, Instant last, long count) {}

    private List<Entry> entries(long id) {
        return rota.database.withHandle(handle -> handle.createQuery("""
            select distinct 'run' as outcome, slot as first, slot as last, 1::bigint as count from run
            where schedule_id = :id and trigger = 'scheduled'
            union all
            select reason, first_slot, last_slot, count from decision where schedule_id = :id
            """)
                .bind("id", id)
                .map((row, _) -> new Entry(
                        String.valueOf(row.getString("outcome")),
                        Columns.instant(row, "first"),
                        Columns.instant(row, "last"),
                        row.getLong("count")))
                .list());
    }
}
