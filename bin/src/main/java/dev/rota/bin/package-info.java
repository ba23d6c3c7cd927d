/// The command `rota`: starts either process, both, or talks to the API.
///
/// [dev.rota.bin.Main] is the table of commands. Those that start something are here and in `up`; those that talk
/// to the API are in `client`. A command ends with one of the [dev.rota.bin.ExitCode]s; what went wrong is one
/// sentence on standard error, never a stack trace.
@NullMarked
package dev.rota.bin;

import org.jspecify.annotations.NullMarked;
