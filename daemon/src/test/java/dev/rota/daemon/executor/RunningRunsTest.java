package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.daemon.FakeWakeup;
import dev.rota.job.Lane;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningRunsTest {
    private static final FakeWakeup NOBODY = new FakeWakeup(_ -> false);

    @Test
    void everyClaimGivesAnotherLaneTheFirstTurn() {
        RunningRuns runs = new RunningRuns(new Slots(1, 4), NOBODY);
        Map<Lane, Integer> first = runs.free();
        runs.claimBegins();
        runs.claimEnds();

        assertThat(first).containsEntry(Lane.GENERAL, 1);
        assertThat(runs.free()).containsEntry(Lane.GENERAL, 0);
    }

    @Test
    void aSlotStaysTakenUntilTheThreadHasEndedAndTheRunIsKnownUntilItIsRecorded() {
        RunningRuns runs = new RunningRuns(new Slots(16, 4), NOBODY);
        LiveRun run = new LiveRun(Claims.now(), new LogBuffer(() -> Claims.NOW, new Masker()));
        runs.add(run);
        run.stop(StopReason.CANCELLED);

        assertThat(runs.free()).containsEntry(Lane.COMMAND, 3);

        assertThat(run.ended()).isEqualTo(StopReason.CANCELLED);
        runs.threadEnded(run);
        assertThat(runs.free()).containsEntry(Lane.COMMAND, 4);
        assertThat(runs.known()).containsExactly(run.claim().runId());
        assertThat(runs.active()).isEmpty();

        runs.forget(run.claim().runId());
        assertThat(runs.isEmpty()).isTrue();
        assertThat(runs.lanesJson()).contains("\"command\":{\"running\":0,\"slots\":4,\"peak\":1}");
    }

    @Test
    void aRunIsAskedForItsLinesAsOftenAsItHasSaidSomethingUntilItIsForgotten() {
        RunningRuns runs = new RunningRuns(new Slots(16, 4), NOBODY);
        LiveRun early = new LiveRun(Claims.now(), new LogBuffer(() -> Claims.NOW, new Masker()));
        LiveRun silent = new LiveRun(Claims.now(), new LogBuffer(() -> Claims.NOW, new Masker()));
        early.log().info("before it is known");
        runs.add(early);
        runs.add(silent);

        assertThat(runs.talked()).containsExactly(early);
        early.log().info("not taken yet, so not told again");
        assertThat(runs.talked()).isEmpty();

        early.log().take();
        early.log().info("one");
        early.log().info("two");
        assertThat(runs.talked()).containsExactly(early);

        early.log().take();
        early.log().info("three");
        runs.forget(early.claim().runId());
        assertThat(runs.talked()).isEmpty();
    }

    @Test
    void nothingIsClaimedWhileVeryManyOutcomesWaitToBeRecorded() {
        RunningRuns runs = new RunningRuns(new Slots(1, 4), NOBODY);
        List<LiveRun> ended = IntStream.range(0, 2_004)
                .mapToObj(_ -> new LiveRun(Claims.now(), new LogBuffer(() -> Claims.NOW, new Masker())))
                .toList();
        ended.forEach(runs::add);
        ended.forEach(runs::threadEnded);

        assertThat(runs.free().values()).containsOnly(0);

        runs.forget(ended.getFirst().claim().runId());
        assertThat(runs.free().values()).contains(1);
    }

    @Test
    void aMarkHoldsOnlyWhileNoClaimIsUnderWay() {
        RunningRuns runs = new RunningRuns(new Slots(16, 4), NOBODY);
        long before = runs.claimMark();
        runs.claimBegins();

        assertThat(runs.claimMark()).isEqualTo(-1);

        runs.claimEnds();
        assertThat(runs.claimMark()).isNotEqualTo(before);
    }
}
