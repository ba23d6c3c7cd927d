/// Doing a job: one runner per kind, and the little each may use.
///
/// A runner gets a spec and a [RunContext], and gives back an outcome. It never sees the store, never starts a
/// thread, and ends at once when it is interrupted.
@NullMarked
package dev.rota.daemon.jobs;

import org.jspecify.annotations.NullMarked;
