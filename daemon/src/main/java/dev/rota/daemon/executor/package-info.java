/// Running what was claimed, and recording how it ended.
///
/// [Launcher] gives every claim a virtual thread with a [RunTask]; [RunningRuns] knows them all, and who may cut one
/// off and why; `Deadlines` interrupts those whose time is up; [Recorder] writes outcomes and logs until they land.
/// A run keeps its slot until its thread has really ended, and is known until its outcome is recorded.
@NullMarked
package dev.rota.daemon.executor;

import org.jspecify.annotations.NullMarked;
