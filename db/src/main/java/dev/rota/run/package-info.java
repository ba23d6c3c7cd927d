/// One attempt at a slot or at a request: its identity, its outcome, and what an outcome means for the schedule.
///
/// Pure: values and functions of values. Who may write what, and when, is decided in `store`; what it means, here.
@NullMarked
package dev.rota.run;

import org.jspecify.annotations.NullMarked;
