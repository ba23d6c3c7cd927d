package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Lane;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
    private static Map<Lane, Integer> lanes(int general, int command, int scrape) {
        return Map.of(Lane.GENERAL, general, Lane.COMMAND, command, Lane.SCRAPE, scrape);
    }

    @Test
    void programsHaveSlotsOfTheirOwnAndScrapesAPartOfTheRest() {
        Slots slots = new Slots(16, 4, 5);

        assertThat(slots.free(lanes(0, 0, 0), 0)).isEqualTo(lanes(11, 4, 1));
        assertThat(slots.free(lanes(0, 0, 0), 2)).isEqualTo(lanes(7, 4, 5));
        assertThat(slots.free(lanes(7, 4, 5), 2)).isEqualTo(lanes(0, 0, 0));
        assertThat(slots.free(lanes(12, 0, 0), 2)).isEqualTo(lanes(0, 4, 0));
        assertThat(slots.free(lanes(2, 1, 5), 2)).isEqualTo(lanes(5, 3, 0));
    }

    @Test
    void scrapesAreHalfOfTheRestUnlessGiven() {
        assertThat(new Slots(16, 4).scrapes()).isEqualTo(6);
        assertThat(new Slots(4096, 4).scrapes()).isEqualTo(2046);
        assertThat(new Slots(16, 100)).isEqualTo(new Slots(16, 8, 4));
        assertThat(new Slots(16, 4, 100).scrapes()).isEqualTo(12);
    }

    /// However they fill, nothing is taken twice, and what everybody wants is filled to the last slot.
    @ParameterizedTest
    @CsvSource({"1, 4, 4", "2, 4, 4", "3, 1, 1", "4, 2, 1", "16, 4, 6", "64, 3, 40"})
    void lanesThatAllWantMoreTakeEverySlotAndNoneTwice(int total, int commands, int scrapes) {
        Slots slots = new Slots(total, commands, scrapes);
        for (int start = 0; start < 3; start++) {
            Map<Lane, Integer> taken = new HashMap<>();
            for (int turn = start; turn < start + 3; turn++) {
                slots.free(taken, turn).forEach((lane, free) -> taken.merge(lane, free, Integer::sum));
                assertThat(taken.values().stream().mapToInt(Integer::intValue).sum())
                        .isLessThanOrEqualTo(total);
                taken.forEach((lane, runs) -> assertThat(runs).isLessThanOrEqualTo(slots.of(lane)));
            }
            assertThat(taken.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(total);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "16"})
    void everyLaneHasItsTurn(int total) {
        Set<Lane> had = new HashSet<>();
        for (int turn = 0; turn < 3; turn++) {
            new Slots(total, 4).free(Map.of(), turn).forEach((lane, free) -> {
                if (free > 0) {
                    had.add(lane);
                }
            });
        }
        assertThat(had).containsExactlyInAnyOrder(Lane.values());
    }
}
