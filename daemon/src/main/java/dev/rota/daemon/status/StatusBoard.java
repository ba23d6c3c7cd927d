package dev.rota.daemon.status;

import dev.rota.logging.Seldom;
import dev.rota.store.DatabaseFault;
import dev.rota.systemd.Notify;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the daemon gets on with its work. Several threads may lose the database at once; together they say so
/// once in ten seconds, and once when all of them have it back.
public final class StatusBoard {
    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final Notify notify;
    private final LongSupplier nanoTime;
    private final Set<String> troubled = new TreeSet<>();
    private final Seldom lines;
    private long since;
    private String said = "";
    private boolean ready;
    private @Nullable String undone;

    public StatusBoard(Notify notify, LongSupplier nanoTime) {
        this.notify = notify;
        this.nanoTime = nanoTime;
        this.lines = new Seldom(nanoTime);
    }

    /// Something outside keeps `who` from its work; it will try again.
    public synchronized void trouble(String who, Throwable why) {
        String sentence = sentence(why);
        long now = nanoTime.getAsLong();
        if (troubled.isEmpty()) {
            since = now;
        }
        troubled.add(who);
        tell("degraded: " + sentence);
        if (lines.isDue()) {
            LOG.warn("Degraded ({}): {} Trying again.", String.join(", ", troubled), sentence);
            LOG.debug("The trouble of {} in full", who, why);
        }
    }

    /// `who` gets on with its work.
    public synchronized void well(String who) {
        if (troubled.remove(who) && troubled.isEmpty()) {
            lines.isOver();
            LOG.info("Working again after {} s.", (nanoTime.getAsLong() - since) / 1_000_000_000L);
        }
    }

    /// One line for people; said again only when it changed, and not while something is wrong.
    public synchronized void working(String text) {
        if (troubled.isEmpty()) {
            tell(undone == null ? text : text + " Maintenance failed: " + undone);
        }
    }

    /// Not all of what is done once a day could be done. That keeps no run from its time, and so it is no trouble,
    /// which would have the daemon restarted; but it is told.
    public synchronized void undone(Throwable why) {
        undone = sentence(why);
    }

    /// All of what is done once a day is done.
    public synchronized void tidied() {
        undone = null;
    }

    /// What of the daily maintenance could not be done; null when it is done.
    public synchronized @Nullable String whatIsUndone() {
        return undone;
    }

    public synchronized boolean isDegraded() {
        return !troubled.isEmpty();
    }

    /// Start-up is complete; only the first call counts.
    ///
    /// @return whether this was the first
    public synchronized boolean ready(String text) {
        if (ready) {
            return false;
        }
        ready = true;
        said = text;
        notify.ready(text);
        return true;
    }

    /// Does what a reload does. The service manager is told of it only when start-up is complete: before, the end
    /// of the reload would be taken for that.
    public void reload(Runnable work) {
        boolean tell;
        synchronized (this) {
            tell = ready;
        }
        if (tell) {
            notify.reload(this::text, work);
        } else {
            work.run();
        }
    }

    /// What was said last.
    public synchronized String text() {
        return said;
    }

    public Notify notifier() {
        return notify;
    }

    private void tell(String text) {
        if (!text.equals(said)) {
            said = text;
            notify.status(text);
        }
    }

    static String sentence(Throwable why) {
        String cause = DatabaseFault.why(why);
        // "Connection refused" alone does not tell an operator by whom.
        String shown = DatabaseFault.isUnreachable(why) ? "The database does not answer: " + cause : cause;
        return shown.endsWith(".") ? shown : shown + ".";
    }
}
