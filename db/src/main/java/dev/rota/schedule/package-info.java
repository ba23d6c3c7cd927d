/// When a schedule runs: its recurrence, its active hours, and what becomes of slots that pass.
///
/// Pure: values and functions of values and an instant; no clock, no thread, no JSON, no SQL. [Schedule] answers
/// every question; the daemon, `upcoming` and `explain` use the same answers.
///
/// A slot is an instant at which the recurrence asks for a run. It ends as exactly one of a run and a [Skip]. Two
/// columns say where a schedule stands: `next_slot`, the oldest slot that has not ended so, and `next_due`, when it
/// is looked at ([Next]). A look ([Schedule#decide]) cuts the slots that have passed into stretches at the window's
/// edges ([Stretch]), chooses by the missed policy which of them runs, and gives each of the others its reason
/// ([Settlement]).
@NullMarked
package dev.rota.schedule;

import org.jspecify.annotations.NullMarked;
