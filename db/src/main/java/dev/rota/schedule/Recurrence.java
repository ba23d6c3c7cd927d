package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// At which instants a schedule asks for a run: its slots. To add a form, name it in `permits`.
///
/// Every question is answered by arithmetic, never by walking from one slot to the next, so that a grid anchored in
/// 1970 costs nothing in 2200. Slots are whole microseconds, which is what the database keeps.
public sealed interface Recurrence permits Every, AfterCompletion, LocalRecurrence, Once, Manual {

    /// The first slot strictly after an instant; null: there is none, ever.
    @Nullable
    Instant nextAfter(Instant instant);

    /// The first slot at or after an instant; null: there is none, ever.
    @Nullable
    Instant atOrAfter(Instant instant);

    /// The last slot at or before an instant; null: there is none.
    @Nullable
    Instant atOrBefore(Instant instant);

    /// How many slots lie between two instants, both included; 0 when they are the wrong way round.
    long count(Instant from, Instant toInclusive);

    /// The same recurrence, its local times read in a zone; one that has none, or names its own, stays as it is.
    default Recurrence in(ZoneId zone) {
        return this;
    }

    /// The shortest time between two slots, where no clock is changed; null: there are no two.
    @Nullable
    Duration shortestGap();
}
