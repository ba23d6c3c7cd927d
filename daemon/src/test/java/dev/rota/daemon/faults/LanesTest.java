package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.daemon.time.Gate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Verdict CLEAN = new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static final Duration LONG = Duration.ofHours(1);

    private final ByteArrayOutputStream table = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final List<Path> grounds = new ArrayList<>();

    @Test
    void aTrialThatFailsInWhateverWayLeavesTheOthersAlone() throws IOException {
        List<Trial> trials = List.of(
                trial("throws", () -> {
                    throw new AssertionError("an error | of two\nlines");
                }),
                trial("hangs", () -> {
                    new Gate().await();
                    return Finding.of(1, CLEAN);
                }),
                trial("skips", () -> abort("there is no such program")),
                trial("bites-not", () -> Finding.of(0, CLEAN)),
                trial("counts", () -> Finding.of(1, CLEAN).zero("lost", 3).note("of ten")),
                trial("passes", () -> Finding.of(1, CLEAN).sure("alive", true)));
        Lanes lanes = lanes(trial -> trial.id().equals("hangs") ? Duration.ofMillis(1) : LONG);

        lanes.run(trials, 2);
        List<String> failed = told(trials, lanes);

        assertThat(failed).containsExactly("throws", "hangs", "skips (skipped)", "bites-not", "counts");
        assertThat(table.toString(StandardCharsets.UTF_8))
                .contains("**FAILED: java.lang.AssertionError: an error / of two lines**; its logs: ")
                .contains("**FAILED: it did not end in time**; its logs: ")
                .contains("SKIPPED: there is no such program |")
                .contains("**FAILED: the fault did not bite**")
                .contains("**FAILED: lost=3**; of ten; its logs: ")
                .contains("| passes something | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | alive | ");
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("passes ok (", "; 6 of 6)");
        for (Path ground : grounds) {
            boolean logs = Files.exists(ground.resolve("why.txt"));
            assertThat(logs).isEqualTo(!ground.toString().matches(".*(passes|skips).*"));
            new Ground(ground).delete();
        }
    }

    @Test
    void whatATrialLeavesBehindIsEndedAndNamed() throws Exception {
        Ground ground = Ground.create("leaves");
        Process left = ground.call(() -> new ProcessBuilder("sleep", "1000")
                .directory(Ground.open("its-").toFile())
                .start());

        assertThat(ground.clear(Duration.ZERO)).containsExactly("process " + left.pid() + " sleep");

        assertThat(left.waitFor()).isNotZero();
        ground.delete();
        assertThat(ground.directory()).doesNotExist();
    }

    @Test
    void whoInterruptsItGetsWhatHasBeenDone() throws IOException, InterruptedException {
        Gate second = new Gate();
        List<Trial> trials = List.of(
                trial("first", () -> Finding.of(1, CLEAN)),
                trial("second", () -> {
                    second.open();
                    new Gate().await();
                    return Finding.of(1, CLEAN);
                }),
                trial("third", () -> Finding.of(1, CLEAN)));
        Lanes lanes = lanes(_ -> LONG);
        Thread work = Thread.ofPlatform().start(() -> lanes.run(trials, 1));

        second.await();
        lanes.stop();
        work.join();

        assertThat(told(trials, lanes)).containsExactly("second", "third");
        assertThat(table.toString(StandardCharsets.UTF_8)).contains("| third something |", "NOT DONE");
        assertThat(grounds).allMatch(Files::notExists);
    }

    private interface Body {
        Finding run() throws Exception;
    }

    private Trial trial(String id, Body body) {
        return new Trial(id, "something", _ -> {
            Path inside = Ground.open("inside-");
            synchronized (grounds) {
                grounds.add(inside.getParent());
            }
            return body.run();
        });
    }

    private Lanes lanes(java.util.function.Function<Trial, Duration> limit) {
        return new Lanes(
                new Terms(1, LONG, new Random(1)), limit, new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    private List<String> told(List<Trial> trials, Lanes lanes) {
        return Trials.table(trials, lanes, new PrintStream(table, true, StandardCharsets.UTF_8));
    }
}
