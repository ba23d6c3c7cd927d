package dev.rota.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.Observer;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.Slots;
import dev.rota.job.Lane;
import dev.rota.store.ClaimStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.DaemonStore.Other;
import dev.rota.store.Database;
import dev.rota.store.PollStore.Signs;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReaperIT {
    private static final ProcessMark MARK = new ProcessMark(1, "boot", 7L, 0L, 100L);
    private static final String HELD = "select current_run is not null from rota.schedules";

    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final Database database = Database.open(server.config(), "rota-test", 2);
    private final DaemonStore daemons = new DaemonStore(database);
    private final UUID victim = UUID.randomUUID();
    private final Other neighbour = new Other(victim, 4711, "boot", 7L, 0L, 5_000L);

    @TempDir
    Path proc;

    @BeforeEach
    void aDaemonWithARun() throws Exception {
        stat("self", 100);
        stat("4711", 5_000);
        daemons.register(new DaemonStore.Registration(
                victim, "here", 4711, "boot", 7L, 0L, 5_000L, "test", List.of("command"), 8, Duration.ofMinutes(1)));
        observer.schedule("held", "PT1H", "true");
        new ClaimStore(database).claimDue(victim, Map.of(Lane.COMMAND, 1), Duration.ofMillis(100));
        assertThat(observer.truth(HELD)).isTrue();
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void aNeighboursDeathIsProvedWithoutWaitingForItsLease() throws Exception {
        Reaper reaper = reaper(true);
        assertThat(reaper.reap(new Signs(false, false, false, false, List.of(neighbour))))
                .as("it lives")
                .isZero();
        assertThat(observer.truth(HELD)).isTrue();

        Files.delete(proc.resolve("4711/stat"));
        Files.delete(proc.resolve("4711"));

        assertThat(reaper.bury()).isEqualTo(1);
        assertThat(reaper.bury()).as("once").isZero();
        assertThat(observer.truth("select current_run is null and deaths = 1 from rota.schedules"))
                .isTrue();
        assertThat(observer.truth("select state = 'dead' from rota.daemon")).isTrue();
    }

    @Test
    void aDeathIsToldOnceByWhoeverIsFirstAlsoWhenTheNextLookIsAnOlderOne() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Reaper.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        try {
            Signs before = new Signs(false, false, false, false, List.of(neighbour));
            Files.delete(proc.resolve("4711/stat"));
            Files.delete(proc.resolve("4711"));
            Reaper reaper = reaper(true);

            assertThat(reaper.reap(before)).isEqualTo(1);
            assertThat(reaper.reap(before)).isZero();
            assertThat(reaper(true).reap(before)).as("another daemon").isZero();

            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .contains("4711", "is dead; 1 runs");
        } finally {
            logger.detachAppender(said);
        }
    }

    @Test
    void anEndedLeaseGivesItsRunsBackWithoutCountingADeath() throws Exception {
        Reaper reaper = reaper(true);
        observer.execute("update rota.daemon set lease_until = clock_timestamp() - interval '1 s'");

        assertThat(reaper.reap(new Signs(false, false, false, false, List.of())))
                .as("the look saw nothing, so nobody asks")
                .isZero();
        assertThat(reaper.reap(new Signs(true, false, false, false, List.of()))).isEqualTo(1);

        assertThat(observer.truth("select current_run is null and deaths = 0 and failures = 0 from rota.schedules"))
                .isTrue();
        assertThat(observer.truth("select status = 'abandoned' from rota.run")).isTrue();
    }

    @Test
    void aRunWhoseProgramsCannotBeEndedYetStaysTaken() throws Exception {
        Files.delete(proc.resolve("4711/stat"));
        Files.delete(proc.resolve("4711"));

        assertThat(reaper(false).reap(new Signs(false, false, false, false, List.of(neighbour))))
                .isZero();

        assertThat(observer.truth(HELD))
                .as("or its slot would run twice at once")
                .isTrue();
    }

    /// @param ends whether the programs of a run that is over can be ended
    private Reaper reaper(boolean ends) {
        RunningRuns none = new RunningRuns(new Slots(1, 1), new FakeWakeup(_ -> false));
        return new Reaper(
                daemons, none, new Chores.Place("here", MARK, new ProcessTable(proc, _ -> true), new Chores.Programs() {
                    @Override
                    public Set<UUID> runs() {
                        return new HashSet<>();
                    }

                    @Override
                    public boolean end(UUID run) {
                        return ends;
                    }
                }));
    }

    private void stat(String pid, long ticks) throws IOException {
        Files.writeString(
                Files.createDirectories(proc.resolve(pid)).resolve("stat"),
                "1 (java) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 %d 0 0\n".formatted(ticks));
    }
}
