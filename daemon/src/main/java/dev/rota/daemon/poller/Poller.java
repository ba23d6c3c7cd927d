package dev.rota.daemon.poller;

import dev.rota.daemon.executor.Launcher;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.Totals;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.daemon.time.Durations;
import dev.rota.job.Lane;
import dev.rota.store.ClaimStore;
import dev.rota.store.ClaimStore.Taken;
import dev.rota.store.ClaimStore.Wish;
import dev.rota.store.PollStore;
import dev.rota.store.PollStore.Look;
import dev.rota.store.PollStore.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks, claims what is due, launches it.
///
/// A look is one statement, made once a poll and whenever somebody asks for it; only when there is something to do
/// and there are free slots does a claim follow, which is two more.
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    /// Claims within one poll; whatever is left then waits for the next turn, so that the loop keeps turning.
    private static final int MOST_CLAIMS = 20;
    /// Runs of one lane within one claim, so that its transaction stays short.
    private static final int MOST_RUNS = 1_000;
    /// How long beyond a poll a slot may wait for a daemon that knows its kind of job.
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration SHORTEST_RETRY = Duration.ofMillis(250);

    private final Stores stores;
    private final Launcher launcher;
    private final RunningRuns runs;
    private final DatabaseClock clock;
    private final Rhythm rhythm;
    private final DueTimer timer = new DueTimer();
    private Duration retry = SHORTEST_RETRY;
    /// What is due and not claimed yet, as far as we know.
    private volatile int waiting;
    /// Whether some of that is beside the grid.
    private boolean beside;
    private volatile long lookAt;
    private final AtomicBoolean asked = new AtomicBoolean(true);
    private volatile @Nullable Instant lastPoll;
    private volatile boolean closed;

    public record Stores(PollStore poll, ClaimStore claims) {}

    /// @param every how often to look without being woken
    /// @param kinds the kinds of job this daemon knows
    /// @param host  this machine's name, as daemons on it register it
    /// @param seen  told of every look, for what else there is to do
    public record Rhythm(Duration every, Collection<String> kinds, String host, Totals totals, Consumer<Look> seen) {}

    public Poller(Stores stores, Launcher launcher, RunningRuns runs, DatabaseClock clock, Rhythm rhythm) {
        this.stores = stores;
        this.launcher = launcher;
        this.runs = runs;
        this.clock = clock;
        this.rhythm = rhythm;
    }

    /// Claims and launches what is due. Looks first when somebody asked for that, or when the last look is a poll
    /// old; otherwise the timer knows what is due, and whatever it does not know is seen by the next look.
    ///
    /// @return how long until the next turn
    /// @throws RuntimeException when the database is in trouble; nothing is lost by that
    public Duration runOnce() {
        try {
            return turn();
        } catch (RuntimeException e) {
            asked.set(true); // what we believe to know may be wrong
            throw e;
        }
    }

    private Duration turn() {
        if (asked.getAndSet(false) || clock.nanos() - lookAt >= 0 || timer.isOver(clock.instant())) {
            look();
        } else {
            waiting = Math.addExact(waiting, timer.take(clock.instant())); // only this thread writes it
        }
        int claimed = 0;
        for (int claims = 0; !closed && claims < MOST_CLAIMS && waiting > 0 && slotsFree(); claims++) {
            UUID daemon = runs.claimer(clock.nanos());
            if (daemon == null) {
                break;
            }
            Taken taken = claim(daemon);
            claimed += taken.claims().size();
            waiting = Math.max(taken.more() ? 1 : 0, waiting - taken.claims().size());
            if (!taken.more() && waiting > 0) {
                // Less than there was to be: somebody else took it, moved it, or holds it for a moment.
                look();
                if (taken.claims().isEmpty()) {
                    break;
                }
            }
        }
        long untilLook = Math.max(0, lookAt - clock.nanos());
        Duration again = again(claimed);
        return timer.untilNext(clock.instant(), again.toNanos() < untilLook ? again : Duration.ofNanos(untilLook));
    }

    /// From now on trust nothing that was seen before: somebody has written something.
    public void ask() {
        asked.set(true);
    }

    /// Runs have ended; their schedules are due at these instants.
    ///
    /// @return whether there is something to claim sooner than was known, or something that waited for their slots
    public boolean ended(List<Instant> upcoming) {
        boolean sooner = timer.add(upcoming);
        return sooner || waiting > 0;
    }

    /// Whether something is due that could not be claimed yet.
    public boolean isBehind() {
        return waiting > 0;
    }

    private boolean slotsFree() {
        return runs.free().values().stream().anyMatch(free -> free > 0);
    }

    /// When to look again although nothing becomes due. What is due but could not be taken is tried again soon (its
    /// row was locked for a moment), then less and less often (its lane is full: then the end of a run wakes us).
    private Duration again(int claimed) {
        if (waiting == 0) {
            retry = SHORTEST_RETRY;
            return rhythm.every();
        }
        if (!slotsFree()) {
            rhythm.totals().queued(waiting);
            return rhythm.every();
        }
        Duration now = claimed > 0 ? SHORTEST_RETRY : retry;
        retry = Durations.shorter(now.multipliedBy(2), rhythm.every());
        return now;
    }

    private void look() {
        long sent = clock.nanos();
        timer.look();
        Duration horizon = rhythm.every().plus(Launcher.AHEAD);
        Look look = stores.poll()
                .look(new Question(
                        Launcher.AHEAD, horizon, rhythm.kinds(), rhythm.every().plus(GRACE), rhythm.host()));
        clock.sync(look.now(), sent);
        lastPoll = look.now();
        lookAt = sent + rhythm.every().toNanos();
        waiting = look.due() + look.requests();
        beside = look.requests() > 0;
        boolean all = look.upcoming().size() < PollStore.MOST;
        timer.set(
                look.upcoming(),
                all ? look.now().plus(horizon) : look.upcoming().getLast());
        rhythm.seen().accept(look);
        LOG.debug(
                "Looked: {} due, {} requests, {} upcoming",
                look.due(),
                look.requests(),
                look.upcoming().size());
    }

    private Taken claim(UUID daemon) {
        Map<Lane, Integer> free = new EnumMap<>(Lane.class);
        runs.free().forEach((lane, slots) -> free.put(lane, Math.min(slots, MOST_RUNS)));
        runs.claimBegins();
        try {
            Taken taken = stores.claims().claim(daemon, new Wish(free, Launcher.AHEAD, beside));
            launcher.launch(taken.claims());
            rhythm.totals().passed(taken.passed());
            beside = false;
            return taken;
        } finally {
            runs.claimEnds();
        }
    }

    /// From now on nothing is claimed.
    public void close() {
        closed = true;
    }

    /// The database's clock at the last look, or null before the first.
    public @Nullable Instant lastPoll() {
        return lastPoll;
    }
}
