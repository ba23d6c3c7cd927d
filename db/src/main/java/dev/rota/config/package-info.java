/// What a process is told from outside: `ROTA_*` keys, read once at start, checked as a whole.
///
/// A key may stand in a file of `KEY=value` lines (which systemd can read as an `EnvironmentFile` too), in the
/// environment, or as a file of its name in the credentials directory; the later of these wins. Each process has one
/// record of its own (`DaemonConfig`, `ApiConfig`) made by [dev.rota.config.Settings#read]: every mistake is
/// reported at once, with the place where it stands, and nothing starts.
@NullMarked
package dev.rota.config;

import org.jspecify.annotations.NullMarked;
