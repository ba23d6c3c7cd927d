/// Everything that can go wrong, done on purpose: the harness of the fault tests, and the tests.
///
/// [FaultProxy] stands before PostgreSQL, [Target] is what jobs turn to and keeps the effect log, [Fleet] starts and
/// kills daemons, [Timetable] says what should have run, [Judge] counts what did. Every fault test proves that its
/// fault bit. The ids (F-01 …) are those of the fault matrix.
@NullMarked
package dev.rota.daemon.faults;

import org.jspecify.annotations.NullMarked;
