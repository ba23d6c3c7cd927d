/// `rota up` and `rota down`: everything on this machine in one process.
///
/// [dev.rota.bin.up.Everything] is the order in which it starts and, backwards, ends: database, schema, API,
/// daemon, demo. One `rota up` owns a data directory, by a lock that the operating system takes back whatever
/// happens to the process; what a killed one left running, which can only be PostgreSQL, is adopted by the next.
@NullMarked
package dev.rota.bin.up;

import org.jspecify.annotations.NullMarked;
