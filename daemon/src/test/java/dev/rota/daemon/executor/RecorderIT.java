package dev.rota.daemon.executor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rota.daemon.FakeWakeup;
import dev.rota.daemon.Observer;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.run.Harvest;
import dev.rota.run.Outcome;
import dev.rota.run.ScrapedItem;
import dev.rota.store.ClaimStore;
import dev.rota.store.DaemonStore;
import dev.rota.store.Database;
import dev.rota.store.PostgresForTests;
import dev.rota.store.RunLogStore;
import dev.rota.store.RunStore;
import dev.rota.store.RunStore.Finished;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.SystemdNotify;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Each turn writes what has ended; it is called by hand.
class RecorderIT {
    private static final Logger SPOKEN = (Logger) LoggerFactory.getLogger(Recorder.class.getPackageName());

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final TestDatabase server = PostgresForTests.freshDatabase();
    private final Observer observer = new Observer(server.config());
    private final Database database = Database.open(server.config(), "rota-test", 2);
    private final DaemonStore daemons = new DaemonStore(database);
    private final AtomicLong nanos = new AtomicLong();
    private final DatabaseClock clock = new DatabaseClock(() -> Instant.EPOCH, nanos::get);
    private final StatusBoard status = new StatusBoard(SystemdNotify.fromEnvironment(Map.of()), nanos::get);
    private final RunningRuns runs = new RunningRuns(new Slots(8, 4), new FakeWakeup(_ -> false));
    private final Totals totals = new Totals();
    private final AtomicInteger batches = new AtomicInteger();
    private final Recorder recorder = new Recorder(
            new Recorder.Stores(new RunStore(database), new RunLogStore(database), clock),
            runs,
            status,
            totals,
            new FakeWakeup(_ -> false));
    private final UUID daemon = UUID.randomUUID();
    private Claim claim;

    @BeforeEach
    void aRunThatHasEnded() throws Exception {
        said.start();
        SPOKEN.addAppender(said);
        recorder.onRecorded(_ -> batches.incrementAndGet() == 0);
        daemons.register(new DaemonStore.Registration(
                daemon, "here", 1, null, null, null, null, "test", List.of("command"), 8, Duration.ofMinutes(1)));
        claim = run("held");
        runs.all().getFirst().log().info("hello");
        recorder.record(done(claim, 6));
    }

    /// Claims the first run of a new schedule. Nothing else may be due.
    private Claim run(String schedule) throws SQLException {
        observer.schedule(schedule, "PT1H", "true");
        Claim claimed = new ClaimStore(database)
                .claimDue(daemon, Map.of(Lane.COMMAND, 1), Duration.ofMillis(100))
                .getFirst();
        LiveRuns.add(runs, clock, claimed);
        return claimed;
    }

    /// How it ends well.
    ///
    /// @param logBytes how long its log is
    private static Finished done(Claim run, long logBytes) {
        return new Finished(run, Outcome.Succeeded.of("done"), Harvest.NONE, run.startsAt(), run.startsAt(), logBytes);
    }

    @AfterEach
    void close() {
        SPOKEN.detachAppender(said);
        database.close();
        server.close();
    }

    @Test
    void anOutcomeIsTriedAgainLaterAndLaterUntilItLands() throws Exception {
        observer.execute("alter table rota.schedule_progress rename to gone");

        List<Duration> waits = List.of(recorder.turn(), later(), later());

        assertThat(waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(status.isDegraded()).isTrue();
        assertThat(runs.known()).as("it is not forgotten").containsExactly(claim.runId());
        assertThat(batches).hasValue(0);

        observer.execute("alter table rota.gone rename to schedule_progress");
        later();

        assertThat(observer.truth("select count(*) = 1 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
        assertThat(observer.truth("select count(*) = 1 from rota.run_log where text = 'hello'"))
                .isTrue();
        assertThat(runs.isEmpty()).isTrue();
        assertThat(status.isDegraded()).isFalse();
        assertThat(batches).hasValue(1);
        assertThat(totals.json(null)).contains("\"command\":{\"succeeded\":1}").contains("\"fenced\":0");
    }

    @Test
    void linesWaitWhileTheDatabaseTakesNothingAndAreDroppedWhenItRefusesThem() throws Exception {
        refuseLines("25006", "cannot execute INSERT in a read-only transaction");
        recorder.turn();
        assertThat(status.isDegraded()).isTrue();
        assertThat(runs.known()).containsExactly(claim.runId());

        observer.execute("drop trigger refused on rota.run_log");
        recorder.turn();
        assertThat(observer.truth("select count(*) = 1 from rota.run_log where text = 'hello'"))
                .isTrue();
        assertThat(runs.isEmpty()).isTrue();

        LiveRuns.add(runs, clock, claim);
        runs.all().getFirst().log().info("refused");
        refuseLines("42501", "permission denied");
        recorder.turn();
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("1 lines of run logs could not be stored and are dropped: ERROR: permission denied");
    }

    /// A turn half a minute later.
    private Duration later() {
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        return recorder.turn();
    }

    @Test
    void whatAnotherHoldsIsWaitedForAndKeepsNothingElseFromBeingRecorded() throws Exception {
        recorder.record(done(run("free"), 0));
        try (Connection other = DriverManager.getConnection(
                        server.config().url(),
                        server.config().user(),
                        server.config().password());
                Statement forgotten = other.createStatement()) {
            other.setAutoCommit(false);
            forgotten.execute(
                    "select from rota.schedule_progress where schedule_id = " + claim.scheduleId() + " for update");
            recorder.turn();

            assertThat(observer.truth("select count(*) = 1 from rota.run where status = 'succeeded'"
                            + " and schedule_name = 'free'"))
                    .isTrue();
            assertThat(runs.known()).containsExactly(claim.runId());
            assertThat(totals.json(null)).contains("\"fenced\":0");
            other.rollback();
        }
        recorder.turn();

        assertThat(runs.isEmpty()).isTrue();
        assertThat(observer.truth("select count(*) = 2 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
    }

    @Test
    void aMistakeOfOursInOneEndKeepsNothingElseFromBeingRecorded() throws Exception {
        recorder.turn();
        Claim odd = run("odd");
        // No instant that PostgreSQL knows.
        recorder.record(new Finished(odd, Outcome.Succeeded.of("done"), Harvest.NONE, odd.startsAt(), Instant.MAX, 0));
        recorder.record(done(run("even"), 0));

        recorder.turn();

        assertThat(observer.truth(
                        "select count(*) = 1 from rota.run where status = 'succeeded'" + " and schedule_name = 'even'"))
                .isTrue();
        assertThat(runs.known()).containsExactly(odd.runId());
        assertThat(status.isDegraded()).isTrue();
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(text -> text.startsWith("Its end could not be recorded"))
                .as("it is kept once")
                .hasSize(1);
    }

    @Test
    void linesThatWaitTooLongForOthersKeepNoOutcomeFromBeingRecorded() throws Exception {
        refuseLines("55P03", "canceling statement due to lock timeout");
        recorder.turn();
        assertThat(runs.known()).as("they wait for a while").containsExactly(claim.runId());

        for (int turns = 0; turns < 20 && !runs.isEmpty(); turns++) {
            runs.all().getFirst().log().info("still there");
            recorder.turn();
        }

        assertThat(runs.isEmpty()).isTrue();
        assertThat(observer.truth("select count(*) = 1 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
    }

    private void refuseLines(String state, String message) throws SQLException {
        observer.execute("""
            create or replace function rota.refuse() returns trigger language plpgsql as
              $$ begin raise exception '%s' using errcode = '%s'; end $$;
            create trigger refused before insert on rota.run_log for each row execute function rota.refuse()
            """.formatted(message, state));
    }

    @Test
    void aResultThatComesTooLateIsDroppedAloud() throws Exception {
        daemons.declareDead(daemon, true);

        recorder.turn();

        assertThat(observer.truth("select count(*) = 1 and bool_and(status = 'abandoned') from rota.run"))
                .isTrue();
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(text -> text.startsWith("Too late"));
        assertThat(totals.json(null)).contains("\"fenced\":1").contains("\"runs\":{}");
        assertThat(runs.isEmpty()).isTrue();
    }

    @Test
    void aResultIsNotWrittenTwiceWhenTheAnswerToItsCommitWasLost() throws Exception {
        new RunStore(database).finish(List.of(done(claim, 6)));

        recorder.turn();

        assertThat(observer.truth("select count(*) = 1 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
        assertThat(totals.json(null)).contains("\"fenced\":0");
    }

    @Test
    void ofMuchThatHasEndedOnlyWhatCannotBeWrittenIsTriedAgain() throws Exception {
        observer.execute("""
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select owner_id, 'no. ' || i, kind, lane, job, recurrence, zone, t, t
            from rota.schedules, generate_series(1, 1100) i, cast(recurrence ->> 'anchor' as timestamptz) t
            """);
        List<Claim> more = new ClaimStore(database).claimDue(daemon, Map.of(Lane.COMMAND, 2_000), Duration.ZERO);
        assertThat(more).hasSize(1_100);
        for (Claim one : more) {
            LiveRuns.add(runs, clock, one);
            recorder.record(done(one, 0));
        }
        observer.execute("""
            create function rota.refuse() returns trigger language plpgsql as
              $$ begin raise exception 'not now'; end $$;
            create trigger refused before update on rota.run for each row when (new.schedule_id = %d)
              execute function rota.refuse()
            """.formatted(claim.scheduleId()));

        recorder.turn();

        assertThat(status.isDegraded()).isTrue();
        assertThat(runs.known()).containsExactly(claim.runId());
        assertThat(observer.truth("select count(*) = 1100 from rota.run where status = 'succeeded'"))
                .isTrue();
        assertThat(totals.json(null)).contains("\"command\":{\"succeeded\":1100}");

        observer.execute("drop trigger refused on rota.run");
        later();

        assertThat(status.isDegraded()).isFalse();
        assertThat(runs.isEmpty()).isTrue();
        assertThat(observer.truth("select count(*) = 1101 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
        assertThat(totals.json(null))
                .contains("\"command\":{\"succeeded\":1101}")
                .contains("\"fenced\":0");
    }

    @Test
    void whatTakesTooLongKeepsNothingElseFromBeingRecordedAndIsTriedAgain() throws Exception {
        recorder.record(done(run("after"), 0));
        observer.execute("""
            create function public.slow() returns trigger language plpgsql as $$ begin
              raise exception 'canceling statement due to statement timeout' using errcode = '57014';
            end $$;
            create trigger slow before update on rota.run for each row when (new.schedule_name = 'held')
              execute function public.slow()
            """);

        recorder.turn();
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("Its end could not be recorded, and is tried again: it takes longer than a statement may");
        recorder.turn();

        assertThat(observer.truth("select count(*) = 1 from rota.run where status = 'succeeded'"
                        + " and schedule_name = 'after'"))
                .isTrue();
        assertThat(runs.known()).as("the other is not forgotten").containsExactly(claim.runId());

        observer.execute("drop function public.slow() cascade");
        later();

        assertThat(observer.truth("select count(*) = 2 and bool_and(status = 'succeeded') from rota.run"))
                .isTrue();
        assertThat(runs.isEmpty()).isTrue();
        assertThat(status.isDegraded()).isFalse();
        assertThat(totals.json(null)).contains("\"command\":{\"succeeded\":2}");
    }

    @Test
    void whatARunBroughtHomeIsLetGoOfWhenItKeepsTakingTooLong() throws Exception {
        recorder.turn();
        Claim heavy = run("heavy");
        Harvest items = new Harvest(List.of(), List.of(new ScrapedItem("one", new TreeMap<>(Map.of("v", "1")))));
        recorder.record(
                new Finished(heavy, Outcome.Succeeded.of("done"), items, heavy.startsAt(), heavy.startsAt(), 0));
        observer.execute("""
            create function public.slow() returns trigger language plpgsql as $$ begin
              raise exception 'canceling statement due to statement timeout' using errcode = '57014';
            end $$;
            create trigger slow before insert on rota.item for each row execute function public.slow()
            """);

        for (int turns = 0; turns < 20 && !runs.isEmpty(); turns++) {
            later();
        }

        assertThat(runs.isEmpty()).isTrue();
        assertThat(observer.truth(
                        "select count(*) = 1 from rota.run where schedule_name = 'heavy' and status = 'failed'"
                                + " and message like 'The result could not be stored: it takes longer%'"))
                .isTrue();
    }
}
