/// What one daemon tells of itself over HTTP, where it is told to: `/metrics` and `/health`.
///
/// The API shows what all daemons together did, as their rows say it; here is what only the process knows: how
/// punctual its runs were, how long they took, how its loop turns and what its connections do. Nothing here can
/// keep a run from being made: it answers from memory, and never asks the database.
@NullMarked
package dev.rota.daemon.listen;

import org.jspecify.annotations.NullMarked;
