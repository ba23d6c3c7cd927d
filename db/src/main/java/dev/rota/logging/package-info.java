/// What Rota's processes write down about themselves: one event is one line, whatever is in it.
///
/// Lines go to standard error, to the journal (as entries with fields of their own, such as SCHEDULE and RUN_ID;
/// where its socket cannot be used, on standard error with a priority in front), or to a rotated file. They are text
/// for people or JSON for programs. Control characters are escaped, so that a target's answer in a message can
/// neither forge a line nor move a terminal's cursor.
///
/// It stands in `db` because `daemon`, `api` and `bin` all need it and this is the one module that all three see.
/// Run logs (what a job says) are data in the database and go another way.
@NullMarked
package dev.rota.logging;

import org.jspecify.annotations.NullMarked;
