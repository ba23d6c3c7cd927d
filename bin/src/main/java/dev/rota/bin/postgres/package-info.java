/// The PostgreSQL that `rota up` keeps when it is told of no other: real, durable, closed to everyone else.
///
/// Only the programs come from outside (zonky's repackaged binaries, as an archive on the class path). What is
/// done with them is ours: a cluster with passwords from the start, on 127.0.0.1 only, with fsync, started by
/// `pg_ctl` in a session of its own so that a Ctrl-C meant for Rota does not reach it first, and under another
/// user when Rota runs as root, because PostgreSQL refuses to. A cluster that still runs, because an earlier Rota
/// was killed, is adopted.
@NullMarked
package dev.rota.bin.postgres;

import org.jspecify.annotations.NullMarked;
