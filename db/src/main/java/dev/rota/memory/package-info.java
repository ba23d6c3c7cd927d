/// What a process keeps of the machine's memory.
///
/// It stands in `db` for the reason for which `systemd` does: `api` and `daemon` both run for years, and neither may
/// see the other. It imports nothing of Rota.
@NullMarked
package dev.rota.memory;

import org.jspecify.annotations.NullMarked;
