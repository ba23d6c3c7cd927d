package dev.rota.daemon.poller;

import dev.rota.daemon.executor.Launcher;
import dev.rota.daemon.executor.RunningRuns;
import dev.rota.daemon.executor.Totals;
import dev.rota.daemon.time.DatabaseClock;
import dev.rota.job.Lane;
import dev.rota.run.Claim;
import dev.rota.store.ClaimStore;
import dev.rota.store.PollStore;
import dev.rota.store.PollStore.Look;
import dev.rota.store.PollStore.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One poll: look, claim what is due, launch it.
///
/// A look is one statement; only when it sees something to do and there are free slots does a claim follow.
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    /// Claims within one poll; whatever is left then waits for the next turn, so that the loop keeps turning.
    private static final int MOST_CLAIMS = 20;
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

    /// Looks once, and claims and launches what is due.
    ///
    /// @return how long until the next poll
    /// @throws RuntimeException when the database is in trouble; nothing is lost by that
    public Duration runOnce() {
        Look look = look();
        int claimed = 0;
        for (int claims = 0; !closed && claims < MOST_CLAIMS && waiting(look) > 0 && slotsFree(); claims++) {
            int now = claim();
            if (now == 0) {
                break;
            }
            claimed += now;
            look = look();
        }
        return timer.untilNext(clock.instant(), again(waiting(look), claimed));
    }

    private static int waiting(Look look) {
        return look.due() + look.requests();
    }

    private boolean slotsFree() {
        return runs.free().values().stream().anyMatch(free -> free > 0);
    }

    /// When to look again although nothing becomes due. What is due but could not be taken is tried again soon (its
    /// row was locked for a moment), then less and less often (its lane is full: then the end of a run wakes us).
    private Duration again(int waiting, int claimed) {
        if (waiting == 0) {
            retry = SHORTEST_RETRY;
            return rhythm.every();
        }
        if (!slotsFree()) {
            rhythm.totals().queued(waiting);
            return rhythm.every();
        }
        Duration now = claimed > 0 ? SHORTEST_RETRY : retry;
        retry = now.multipliedBy(2).compareTo(rhythm.every()) < 0 ? now.multipliedBy(2) : rhythm.every();
        return now;
    }

    private Look look() {
        long sent = clock.nanos();
        Look look = stores.poll()
                .look(new Question(
                        DueTimer.AHEAD,
                        rhythm.every().plus(DueTimer.AHEAD),
                        rhythm.kinds(),
                        rhythm.every().plus(GRACE),
                        rhythm.host()));
        clock.sync(look.now(), sent);
        lastPoll = look.now();
        timer.set(look.upcoming());
        rhythm.seen().accept(look);
        LOG.debug(
                "Looked: {} due, {} requests, {} upcoming",
                look.due(),
                look.requests(),
                look.upcoming().size());
        return look;
    }

    /// @return how many runs were claimed
    private int claim() {
        Map<Lane, Integer> free = runs.free();
        UUID daemon = runs.claimer(clock.nanos());
        if (daemon == null) {
            return 0;
        }
        runs.claimBegins();
        try {
            List<Claim> claims = stores.claims().claimDue(daemon, free, DueTimer.AHEAD);
            launcher.launch(claims);
            return claims.size();
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
