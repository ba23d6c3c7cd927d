package dev.rota.systemd;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Started by hand or by a manager without sd_notify: there is nobody to tell.
enum NobodyListens implements Notify {
    INSTANCE;

    @Override
    public void ready(String status) {}

    @Override
    public void status(String status) {}

    @Override
    public void watchdog() {}

    @Override
    public void stopping() {}

    @Override
    public void reloading() {}

    @Override
    public void extend(Duration by) {}

    @Override
    public @Nullable Duration watchdogLimit() {
        return null;
    }
}
