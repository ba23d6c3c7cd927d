/// Running a program and being sure that it, and all it started, is gone afterwards.
///
/// A job that cannot be interrupted must not run inside this process, so commands are processes of their own; see
/// [dev.rota.daemon.jobs.process.ProcessTree] for how the last of them is found.
@NullMarked
package dev.rota.daemon.jobs.process;

import org.jspecify.annotations.NullMarked;
