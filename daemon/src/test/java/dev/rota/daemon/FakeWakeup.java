package dev.rota.daemon;

import dev.rota.daemon.time.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Never waits: what each wait would have been goes to a script, which says whether it was ended by a wake.
public final class FakeWakeup implements Wakeup {
    private final Function<Duration, Boolean> script;
    private final List<Duration> waits = new ArrayList<>();

    public FakeWakeup(Function<Duration, Boolean> script) {
        this.script = script;
    }

    @Override
    public void wake() {}

    @Override
    public boolean await(Duration atMost) {
        waits.add(atMost);
        return script.apply(atMost);
    }

    public List<Duration> waits() {
        return List.copyOf(waits);
    }
}
