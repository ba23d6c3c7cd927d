package dev.rota.daemon.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's only clock: the last `clock_timestamp()` that a poll or a heartbeat brought back, taken as the
/// middle of that round trip, plus what the monotonic clock counted since. A step of the machine's own clock changes
/// nothing.
///
/// Until the database has answered once it shows the machine's time.
public final class DatabaseClock implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration JUMP = Duration.ofSeconds(1);
    private static final long SURE = Duration.ofMillis(2).toNanos();
    private static final int QUESTIONS = 3;
    private static final long DRIFT = 10_000; // clocks differ by less than one part in so many

    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private final AtomicReference<Reading> last;

    /// @param synced whether the instant came from the database
    /// @param doubt  by how many nanoseconds it may have been wrong when it was taken: half of its round trip
    private record Reading(Instant instant, long nanos, boolean synced, long doubt) {
        Instant at(long later) {
            return instant.plusNanos(later - nanos);
        }

        /// Grows, for no two clocks run alike.
        long doubtAt(long later) {
            return doubt + (later - nanos) / DRIFT;
        }
    }

    /// @param machine  the machine's clock, only to tell how far it is off
    /// @param nanoTime the monotonic clock, in nanoseconds
    public DatabaseClock(InstantSource machine, LongSupplier nanoTime) {
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.last = new AtomicReference<>(new Reading(machine.instant(), nanoTime.getAsLong(), false, 0));
    }

    /// Takes over what the database answered, unless it was so long in coming that what we knew is the better
    /// guess.
    ///
    /// @param now  the database's clock
    /// @param sent the monotonic clock when the question was sent; the answer has just arrived
    public void sync(Instant now, long sent) {
        long received = nanoTime.getAsLong();
        long doubt = (received - sent) / 2;
        Reading reading = new Reading(now, sent + doubt, true, doubt);
        Reading before = last.get();
        if (before.synced()) {
            Duration off = Duration.between(before.at(reading.nanos()), now);
            long known = before.doubtAt(reading.nanos());
            if (off.abs().compareTo(JUMP.plusNanos(doubt + known)) > 0) {
                LOG.warn("The database's clock jumped by {} ms; slots are judged by it from now on.", off.toMillis());
            } else if (doubt > known && off.abs().toNanos() <= doubt + known) {
                return; // it says nothing against what we knew better
            }
        }
        last.set(reading);
    }

    /// Asks a few times more what the time is, unless it is known well. The first answers of a process are long in
    /// coming, for it is still loading what reads them: taken for the middle of that, they are wrong by so much,
    /// and by so much the first runs would be late.
    ///
    /// @param ask asks the database for its clock
    public void settle(Supplier<Instant> ask) {
        for (int i = 0; i < QUESTIONS && last.get().doubt() > SURE; i++) {
            long sent = nanoTime.getAsLong();
            sync(ask.get(), sent);
        }
    }

    @Override
    public Instant instant() {
        Reading reading = last.get();
        return reading.at(nanoTime.getAsLong()).truncatedTo(ChronoUnit.MICROS);
    }

    /// The monotonic clock, in nanoseconds; only differences mean anything.
    public long nanos() {
        return nanoTime.getAsLong();
    }

    /// The machine's clock minus the database's.
    public Duration offset() {
        return Duration.between(instant(), machine.instant());
    }
}
