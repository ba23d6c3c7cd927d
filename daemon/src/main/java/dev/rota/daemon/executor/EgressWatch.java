package dev.rota.daemon.executor;

import dev.rota.daemon.time.DatabaseClock;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Suspects this daemon's own way out: when, over the last minute, more than half of at least five hosts could not
/// be reached, it is hardly all of them that are down. Until that is over no failure counts against its schedule.
public final class EgressWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EgressWatch.class);
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final int HOSTS = 5;

    private final DatabaseClock clock;
    private final Map<String, Seen> hosts = new HashMap<>();
    private @Nullable Instant since;

    /// How the last run ended that talked to a host.
    private record Seen(long at, boolean unreachable) {}

    public EgressWatch(DatabaseClock clock) {
        this.clock = clock;
    }

    /// Takes note of a run that has ended.
    ///
    /// @param talkedTo the hosts it turned to, the last one last: if it failed, it failed there
    /// @return whether a failure of it does not count
    synchronized boolean ended(List<String> talkedTo, Outcome outcome) {
        for (int i = 0; i < talkedTo.size(); i++) {
            boolean last = i == talkedTo.size() - 1;
            note(talkedTo.get(i), last, outcome);
        }
        return since() != null;
    }

    private void note(String host, boolean last, Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded _, Outcome.Deferred _ -> hosts.put(host, new Seen(clock.nanos(), false));
            case Outcome.Failed failed ->
                hosts.put(host, new Seen(clock.nanos(), last && unreachable(failed.failureClass())));
            case Outcome.Cancelled _, Outcome.Interrupted _ -> {
                // Cut off: it says nothing about the host.
            }
        }
    }

    private static boolean unreachable(FailureClass why) {
        return switch (why) {
            case DNS, CONNECT, TLS, TIMEOUT -> true;
            case AUTH, HTTP_4XX, HTTP_429, HTTP_5XX, REDIRECT, TOO_LARGE, PARSE, EMPTY, QUALITY -> false;
            case SOURCE, EXIT_CODE, REFUSED, CONFIG, INTERNAL, RESOURCE -> false;
        };
    }

    /// Since when the way out is suspected; null: it is not. Said in the log once when it begins, and when it ends.
    public synchronized @Nullable Instant since() {
        long now = clock.nanos();
        hosts.values().removeIf(seen -> now - seen.at() > WINDOW.toNanos());
        long unreachable = hosts.values().stream().filter(Seen::unreachable).count();
        boolean suspect = hosts.size() >= HOSTS && unreachable * 2 > hosts.size();
        if (suspect && since == null) {
            since = clock.instant();
            LOG.warn(
                    "{} of {} hosts could not be reached in the last minute: is it this machine's own network?"
                            + " Until that is over no failure counts against its schedule.",
                    unreachable,
                    hosts.size());
        } else if (!suspect && since != null) {
            LOG.warn("The hosts can be reached again, or nobody asked for a minute; failures count again.");
            since = null;
        }
        return since;
    }
}
