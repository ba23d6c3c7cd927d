/// Time inside the daemon: the database's clock, and the only places that wait.
///
/// Everything that waits does so in a [Wakeup], on the monotonic clock, so that a test can hand in one that never
/// waits and nobody needs to sleep.
@NullMarked
package dev.rota.daemon.time;

import org.jspecify.annotations.NullMarked;
