package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsIT {
    private static final String RUN = "00000000-0000-7000-8000-000000000001";

    private final LiveRota live = new LiveRota();

    @BeforeEach
    void schedule() {
        Rota.Said made = live.rotaReading(
                "{\"name\": \"noisy\", \"template\": \"dispensers\"}", "schedules", "create", "-f", "-");
        assertThat(made.code()).as(made.err()).isZero();
    }

    @AfterEach
    void close() {
        live.close();
    }

    private void log(int from, int to) {
        live.sql("""
            insert into rota.run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
            select '%s', date_trunc('day', now()), 1, now(), case when i %% 100 = 0 then 'WARN' else 'OUT' end, i,
              'line ' || i || '.'
            from generate_series(%d, %d) i
            """.formatted(RUN, from, to));
    }

    private static List<String> numbers(String out) {
        return out.lines()
                .map(line -> line.replaceFirst(".*line (\\d+)\\.$", "$1"))
                .toList();
    }

    @Test
    void allLinesSinceThenComeOnceOverManyPages() {
        log(1, 450);
        log(451, 1000);

        Rota.Said all = live.rota("logs", "--since", "2026-01-01");
        assertThat(all.err()).isEmpty();
        assertThat(numbers(all.out()))
                .hasSize(1000)
                .doesNotHaveDuplicates()
                .startsWith("1")
                .endsWith("1000");
        assertThat(numbers(live.rota("logs", "-n", "3").out())).containsExactly("998", "999", "1000");
        assertThat(numbers(live.rota("logs", "--since", "2026-01-01", "--level", "warn", "--schedule", "noisy")
                        .out()))
                .hasSize(10);
        assertThat(numbers(live.rota("logs", "--grep", "line 99[0-9]").out())).hasSize(10);
    }

    /// Ends the command as `head` does, when it has what it wanted.
    private static final class Head extends OutputStream {
        private final StringBuilder text = new StringBuilder();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final String last;

        Head(String last) {
            this.last = last;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (text.toString().contains(last)) {
                throw new IOException("Broken pipe");
            }
            text.append(new String(bytes, from, length, StandardCharsets.UTF_8));
            begun.countDown();
        }
    }

    @Test
    void whoFollowsGetsEveryLineOnceAndEndsWithItsReader() throws Exception {
        log(1, 10);
        Head head = new Head("line 700.");
        CompletableFuture<Integer> following = follow(head, OutputStream.nullOutputStream());
        assertThat(head.begun.await(20, TimeUnit.SECONDS)).isTrue();
        log(11, 500);
        log(501, 701);

        assertThat(following.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILURE.number());
        assertThat(numbers(head.text.toString())).hasSize(700).doesNotHaveDuplicates();
    }

    @Test
    void whoFollowsGoesOnWhereItWasWhenTheApiComesBack() throws Exception {
        log(1, 10);
        Head head = new Head("line 20.");
        Head told = new Head("never");
        CompletableFuture<Integer> following = follow(head, told);
        assertThat(head.begun.await(60, TimeUnit.SECONDS)).isTrue();
        live.stop();
        assertThat(told.begun.await(60, TimeUnit.SECONDS)).isTrue();
        log(11, 21);
        live.startAgain();

        assertThat(following.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILURE.number());
        assertThat(numbers(head.text.toString())).hasSize(20).doesNotHaveDuplicates();
        assertThat(told.text.toString()).contains("The API does not answer; going on when it does.");
    }

    @Test
    void whoFollowsOneRunSeesItsEndAlthoughTheApiWasAway() throws Exception {
        live.sql("""
            insert into rota.run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, daemon_id,
              status, claimed_at, started_at)
            values ('%s', date_trunc('hour', now()), 1, 'noisy', 'scheduled', 1, 'scrape', 1, gen_random_uuid(),
              'running', now(), now())
            """.formatted(RUN));
        ofTheRun(1, 10);
        Head head = new Head("never");
        Head told = new Head("never");
        CompletableFuture<Integer> following =
                CompletableFuture.supplyAsync(() -> live.rotaInto(head, told, "runs", "logs", RUN, "-f"));
        assertThat(head.begun.await(60, TimeUnit.SECONDS)).isTrue();
        live.stop();
        assertThat(told.begun.await(60, TimeUnit.SECONDS)).isTrue();
        ofTheRun(11, 20);
        live.sql("update rota.run set status = 'succeeded', finished_at = now()");
        live.startAgain();

        assertThat(following.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(numbers(head.text.toString())).hasSize(20).doesNotHaveDuplicates();
        assertThat(told.text.toString()).hasLineCount(1).contains("going on when it does");
    }

    private void ofTheRun(int from, int to) {
        live.sql("""
            insert into rota.run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
            select id, slot, schedule_id, now(), 'OUT', i * 100, 'line ' || i || '.'
            from rota.run, generate_series(%d, %d) i
            """.formatted(from, to));
    }

    private CompletableFuture<Integer> follow(OutputStream out, OutputStream err) {
        return CompletableFuture.supplyAsync(() -> live.rotaInto(out, err, "logs", "-f"));
    }

    @Test
    void nonsenseIsASentence() {
        assertThat(live.rota("logs", "--level", "loud").err()).contains("--level is debug, info, warn or error");
        assertThat(live.rota("logs", "--since", "soon").err()).contains("--since: 'soon' is no time");
        assertThat(live.rota("logs", "--grep", "(").err()).contains("'grep' is no regular expression");
        assertThat(live.rota("logs", "--run", "ffff").err()).contains("There is no run 'ffff'");
        assertThat(live.rota("logs", "-n", "0").code()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void theDaemonsOwnLogIsReadFromItsFile(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("rota.log");
        Files.writeString(log, "2027-01-01T00:00:00Z INFO  A: one\n2027-01-01T00:00:01Z WARN  B: two\n");
        live.set("ROTA_LOG_FILE", log.toString());

        assertThat(live.rota("logs", "--daemon", "--level", "warn").out())
                .isEqualTo("2027-01-01T00:00:01Z WARN  B: two\n");
        live.set("ROTA_LOG_FILE", directory.resolve("none").toString());
        assertThat(live.rota("logs", "--daemon").err()).contains("is not there");
    }
}
