/// Jobs of the kind `command`: a program, its exit code, and its output in the run's log.
@NullMarked
package dev.rota.daemon.jobs.command;

import org.jspecify.annotations.NullMarked;
