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
/// What a transaction decides, it decides with the `clock_timestamp()` it read itself.
///
/// Locks are taken in this order, and several of a sort in the order in brackets: keys of requests and seeds
/// (advisory), calendars (name), templates (name), schedules (id; the plan before its progress), requests. Whoever
/// needs one that comes earlier locks it first, even to find out that it was not needed. A daemon takes progress and
/// requests only, and skips what is locked. An edit ([Database#edit]) that meets another order all the same is
/// repeated.
@NullMarked
package dev.rota.store;

import org.jspecify.annotations.NullMarked;
