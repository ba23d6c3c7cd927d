/// The daemon: polls, claims, runs, records. The only process that talks to targets.
@NullMarked
package dev.rota.daemon;

import org.jspecify.annotations.NullMarked;
