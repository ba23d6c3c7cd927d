/// What a schedule does when it runs: the job specs, as plain values.
///
/// Pure: nothing here knows a clock, a thread, JSON or SQL. To add a kind of job, add a record to [JobSpec] and name
/// it in `permits`; the compiler then stops at `daemon/…/jobs/JobRunners`, the one place that must know how to run
/// it. The form in the page, the JSON Schema and the reading of JSON follow from the record's components and their
/// [Field] descriptions.
@NullMarked
package dev.rota.job;

import org.jspecify.annotations.NullMarked;
