/// The only package that speaks SQL, and the only one that knows jdbi, HikariCP, Flyway and JSON columns.
///
/// Who writes which columns of `schedules`:
///
/// | columns | written by |
/// |---|---|
/// | the plan (`name` … `deleted_at`), `version` | the API |
/// | `next_slot`, `next_due` | both, with the same pure code, in the transaction of the write |
/// | `current_*`, `slot_*`, `not_before`, `deaths`, `outcomes`, `last_*`, `progress_seq` | the daemon |
/// | `failures`, `outcomes_known`, `failing_since`, `auto_disabled_*`, `probe*` | the daemon; the API clears them |
///
/// Every write of a run's result is fenced: it happens only where `schedules.current_run` still names that run.
/// Locks on several rows are taken in order of schedule id. What a transaction decides, it decides with the
/// `clock_timestamp()` it read itself.
@NullMarked
package dev.rota.store;

import org.jspecify.annotations.NullMarked;
