package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.Secrets;
import dev.rota.daemon.executor.Slots;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.time.Gate;
import dev.rota.store.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a daemon with nothing to do asks of its database, counted in the server's own log: one look and one test of
/// the hint connection a poll, and the heartbeat. At the defaults (a poll in 60 s, a heartbeat in 20 s) that is five
/// statements a minute. BEGIN, COMMIT, SET and SHOW are not counted, nor the driver's empty probe; nor what is asked
/// once: of each connection when it is first used, where the functions for large objects are, and for the sentence
/// about the database's limits, how it is called and what schemas it finds; nor whether runs are over whose programs
/// another one left on this host.
@Timeout(180)
class IdleCostIT {
    private static final Pattern STATEMENT = Pattern.compile("^rota-[a-z-]+:LOG: +(?:execute [^:]+|statement): *(.*)$");
    private static final Pattern FREE = Pattern.compile("(?i)(begin|commit|rollback|set|show|listen)\\b.*|"
            + "select p\\.proname,p\\.oid .*lo_open.*|select current_database\\(\\)"
            + "|select array_to_string\\(current_schemas\\(false\\), ', '\\)|"
            + "select id from run where id = any\\(\\$1\\) and status <> 'running'|");
    private static final Pattern LOOK = Pattern.compile("with clock as .*");
    private static final Pattern BEAT = Pattern.compile("with beat as .*");
    private static final int POLLS = 6;

    @TempDir
    Path directory;

    private EmbeddedPostgres server;
    private DaemonApp daemon;
    private Observer observer;

    @BeforeEach
    void aServerThatWritesDownWhatItIsAsked() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("cluster"))
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", directory.toString())
                .setServerConfig("log_filename", "statements.log")
                .setServerConfig("log_file_mode", "0644")
                .setServerConfig("log_line_prefix", "%a:")
                .setServerConfig("log_statement", "all")
                .start();
        DatabaseConfig config = new DatabaseConfig(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "postgres", false);
        Migrations.migrate(config);
        observer = new Observer(config);
        daemon = new DaemonApp(new DaemonConfig(
                config,
                Duration.ofSeconds(2),
                new Slots(16, 4),
                Duration.ofSeconds(12),
                Duration.ZERO,
                new JobLimits("", false, List.of(), List.of(), "test", null),
                Secrets.none()));
    }

    @AfterEach
    void stop() throws IOException {
        daemon.stop();
        server.close();
    }

    @Test
    void anIdlePollIsOneStatement() throws Exception {
        observer.schedule("later", "PT1H", "true");
        observer.execute("update rota.schedules set next_slot = next_slot + interval '1 h',"
                + " next_due = next_due + interval '1 h'");
        daemon.start();
        observer.until("select state = 'ready' from rota.daemon");
        Gate never = new Gate();
        int from = afterTheWorkOfTheStart(never);
        while (count(asked(from), LOOK) < POLLS) {
            assertThat(never.await(Duration.ofMillis(200))).isFalse();
        }
        List<String> asked = asked(from);

        long looks = count(asked, LOOK);
        assertThat(count(asked, BEAT)).as("heartbeats at a third of the lease").isBetween(1L, looks);
        assertThat(asked.stream().filter("select 1"::equals).count())
                .as("tests of the hint connection, one a poll")
                .isLessThanOrEqualTo(looks + 1);
        assertThat(asked).as("nothing else is asked").allMatch(IdleCostIT::isIdle);
    }

    /// Where the log stands when the work of the first day is over, whose last statement forgets old login links.
    private int afterTheWorkOfTheStart(Gate never) throws Exception {
        while (true) {
            List<String> all = statements();
            for (int i = all.size(); i > 0; i--) {
                if (all.get(i - 1).startsWith("delete from login_link")) {
                    return i;
                }
            }
            assertThat(never.await(Duration.ofMillis(200))).isFalse();
        }
    }

    private static boolean isIdle(String sql) {
        return LOOK.matcher(sql).matches() || BEAT.matcher(sql).matches() || sql.equals("select 1");
    }

    private List<String> asked(int from) throws IOException {
        List<String> all = statements();
        return all.subList(from, all.size());
    }

    private List<String> statements() throws IOException {
        return Files.readAllLines(directory.resolve("statements.log")).stream()
                .map(STATEMENT::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1).strip())
                .filter(sql -> !FREE.matcher(sql).matches())
                .toList();
    }

    private static long count(List<String> asked, Pattern what) {
        return asked.stream().filter(sql -> what.matcher(sql).matches()).count();
    }
}
