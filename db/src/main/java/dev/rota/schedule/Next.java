package dev.rota.schedule;

import java.time.Instant;

/// Where a schedule stands next: the columns `next_slot` and `next_due`.
///
/// @param slot the oldest slot that is not settled
/// @param due  when it is looked at: its start, the opening of the window, a retry. Slots before the one that then
///             runs are settled in the same look
public record Next(Instant slot, Instant due) {}
