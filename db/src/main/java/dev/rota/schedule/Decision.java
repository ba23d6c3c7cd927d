package dev.rota.schedule;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be done with a schedule now. Whatever it is, its skips are written and `next` is kept in one
/// transaction.
public sealed interface Decision {

    /// The slots that this settles without a run, oldest first.
    List<Skip> skips();

    /// Where the schedule stands afterwards; null: nothing comes any more.
    @Nullable
    Next next();

    /// Start a run.
    ///
    /// @param slot     the slot it is for
    /// @param startsAt the earliest instant of the start; it may lie a moment ahead, or in the past
    /// @param late     whether the schedule is looked at later than its due time and the grace allow
    /// @param missed   how many slots are merged into this run
    /// @param attempt  the ordinal of the run at its slot, from 1
    /// @param next     where the schedule stands once the run is claimed; its due time may have passed only when
    ///                 missed slots are made up for one by one
    record Start(
            Instant slot,
            Instant startsAt,
            boolean late,
            long missed,
            int attempt,
            List<Skip> skips,
            @Nullable Next next)
            implements Decision {
        public Start {
            skips = List.copyOf(skips);
        }
    }

    /// Start nothing; look again when `next` is due.
    record Wait(List<Skip> skips, @Nullable Next next) implements Decision {
        public Wait {
            skips = List.copyOf(skips);
        }
    }
}
