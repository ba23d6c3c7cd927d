/// Looking for work, and taking it.
///
/// The poll is the guarantee: whatever is lost in between (a hint, a wake), the next poll sees it. Between polls
/// [DueTimer] knows the next due instants from the last look, so that a run starts at its instant and not at the
/// next poll; hints from the database wake the loop, and so does every batch of outcomes, for it made new due
/// instants.
@NullMarked
package dev.rota.daemon.poller;

import org.jspecify.annotations.NullMarked;
