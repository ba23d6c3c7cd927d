package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerWeeksIT {
    @Test
    void everySlotOfTheseWeeksIsOneOfARunAndADecision() {
        TreeMap<String, Integer> seen = new TreeMap<>();
        try (EngineFixture rota = EngineFixture.standingAt(Instant.EPOCH)) {
            // Each over a change of the clocks, of one zone or of all three.
            for (String begin : new String[] {"2027-03-10", "2027-09-30", "2027-10-28"}) {
                Instant at = Instant.parse(begin + "T03:00:00Z");
                new LedgerWorld(rota, at.getEpochSecond(), at, seen).live(6, Duration.ofDays(6));
            }
        }
        // What never happens is not tested.
        assertThat(seen)
                .as("%s", seen)
                .containsKeys("SCHEDULED", "MANUAL", "LATE", "Failed", "Deferred", "Interrupted", "Cancelled")
                .containsKeys("PAUSE", "ENABLE", "EDIT_GRID", "EDIT_WINDOW", "CALENDAR", "ASK")
                .containsKeys("run", "outside_window", "overlap", "coalesced", "missed", "paused");
    }
}
