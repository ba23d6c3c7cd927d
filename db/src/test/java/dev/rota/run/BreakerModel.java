package dev.rota.run;

import dev.rota.schedule.BreakerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The breaker told again, apart from the product: it keeps every slot that counted since the last reset, and looks
/// through all of them each time.
public final class BreakerModel {
    private record Slot(boolean failed, Instant at) {}

    private final BreakerRule rule;
    private final int attempts;
    private final List<Slot> slots = new ArrayList<>();
    private int tries;
    boolean given;

    public BreakerModel(BreakerRule rule, int attempts) {
        this.rule = rule;
        this.attempts = attempts;
    }

    public void forget() {
        slots.clear();
    }

    public void enabled() {
        forget();
        given = false;
        tries = 0;
    }

    public void succeeded(Instant now) {
        tries = 0;
        slots.add(new Slot(false, now));
    }

    /// A run of a slot failed.
    public void failed(Instant now, boolean counted) {
        tries++;
        if (tries < attempts) {
            return;
        }
        tries = 0;
        if (counted) {
            counted(now);
        }
    }

    /// The slot is over without saying anything.
    public void over() {
        tries = 0;
    }

    /// A failure that counts, of a slot or of a run somebody asked for.
    public void counted(Instant now) {
        slots.add(new Slot(true, now));
        given = given || (tooMuch() && lasted(now).compareTo(rule.atLeastFor()) >= 0);
    }

    public boolean given() {
        return given;
    }

    public int streak() {
        int streak = 0;
        while (streak < slots.size() && slots.get(slots.size() - 1 - streak).failed()) {
            streak++;
        }
        return streak;
    }

    private boolean tooMuch() {
        return streak() >= rule.failures()
                || (rule.of() != null && failures(slots.size(), rule.of()) >= rule.failures());
    }

    // How many of the `of` slots before `end` failed.
    private long failures(int end, int of) {
        return slots.subList(Math.max(0, end - of), end).stream()
                .filter(Slot::failed)
                .count();
    }

    // Since the first failure after the last moment at which nothing spoke against it.
    private Duration lasted(Instant now) {
        int clean = slots.size();
        while (clean > 0 && (slots.get(clean - 1).failed() || failures(clean, rule.of() == null ? 1 : rule.of()) > 0)) {
            clean--;
        }
        @Nullable Instant first = null;
        for (Slot slot : slots.subList(clean, slots.size())) {
            first = first == null && slot.failed() ? slot.at() : first;
        }
        return first == null ? Duration.ZERO : Duration.between(first, now);
    }
}
