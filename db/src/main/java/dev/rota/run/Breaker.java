package dev.rota.run;

import dev.rota.schedule.BreakerRule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides when a schedule that keeps failing is put aside.
public final class Breaker {
    /// Failed slots in a row from which on a schedule has issues.
    public static final int ISSUES = dev.rota.schedule.Standing.ISSUES;

    private Breaker() {}

    /// What a run's outcome may do to the count.
    public enum Weight {
        /// The run of a slot, with the last of its attempts: a failure counts, a success ends the streak.
        SLOT,
        /// A run that somebody asked for: a failure counts, a success forgets all that was.
        ASKED,
        /// A run that says nothing: a retry follows, it was forced on a schedule that stands still, it probed,
        /// its job was edited meanwhile.
        NONE
    }

    /// What a schedule remembers of its last slots.
    ///
    /// @param failures failed slots in a row
    /// @param outcomes the last slots as bits, the newest lowest; 1: failed
    /// @param known    how many of the bits are known, 0 to 64
    /// @param since    when the first slot failed of those that still speak against it; null: none does
    public record Memory(
            int failures,
            long outcomes,
            int known,
            @Nullable Instant since) {
        /// Nothing happened yet, or all is forgotten.
        public static final Memory CLEAN = new Memory(0, 0, 0, null);

        /// How many of the last `of` slots failed.
        public int among(int of) {
            int seen = Math.min(of, known);
            return seen == 0 ? 0 : Long.bitCount(outcomes << (Long.SIZE - seen));
        }

        private Memory plus(boolean failed, int row, @Nullable Instant first) {
            return new Memory(
                    row, outcomes << 1 | (failed ? 1 : 0), Math.min(BreakerRule.REMEMBERED, known + 1), first);
        }
    }

    /// The state after one more outcome.
    ///
    /// @param memory   to be kept
    /// @param troubled whether the schedule has issues from now on
    /// @param reason   why the schedule is put aside now, or null
    public record Verdict(
            Memory memory, boolean troubled, @Nullable String reason) {}

    /// @param weight what this run may do to the count
    /// @param now    when it is decided
    public static Verdict after(Memory memory, Outcome outcome, Weight weight, BreakerRule rule, Instant now) {
        Verdict unmoved = new Verdict(memory, false, null);
        if (weight == Weight.NONE) {
            return unmoved;
        }
        return switch (outcome) {
            case Outcome.Succeeded _ ->
                new Verdict(weight == Weight.ASKED ? Memory.CLEAN : succeeded(memory, rule), false, null);
            case Outcome.Failed failed -> failed.failureClass().counted() ? failed(memory, failed, rule, now) : unmoved;
            case Outcome.Deferred _, Outcome.Cancelled _, Outcome.Interrupted _ -> unmoved;
        };
    }

    private static Memory succeeded(Memory memory, BreakerRule rule) {
        Memory next = memory.plus(false, 0, memory.since());
        boolean clean = rule.of() == null || next.among(rule.of()) == 0;
        return clean ? new Memory(0, next.outcomes(), next.known(), null) : next;
    }

    private static Verdict failed(Memory memory, Outcome.Failed failed, BreakerRule rule, Instant now) {
        Instant since = memory.since() == null ? now : memory.since();
        Memory next = memory.plus(true, memory.failures() + 1, since);
        String count = count(next, rule);
        boolean over = count != null && Duration.between(since, now).compareTo(rule.atLeastFor()) >= 0;
        return new Verdict(
                next,
                !over && next.failures() == ISSUES,
                over ? count + ", the last: " + failed.failureClass().word() + ": " + failed.message() : null);
    }

    /// What is too much, in words; null: it is not.
    private static @Nullable String count(Memory memory, BreakerRule rule) {
        if (memory.failures() >= rule.failures()) {
            return memory.failures() + (memory.failures() == 1 ? " failure" : " failures in a row");
        }
        if (rule.of() != null && memory.among(rule.of()) >= rule.failures()) {
            return memory.among(rule.of()) + " of the last " + rule.of() + " slots failed";
        }
        return null;
    }
}
