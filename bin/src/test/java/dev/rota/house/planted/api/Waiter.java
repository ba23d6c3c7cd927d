package dev.rota.house.planted.api;

import java.util.concurrent.locks.LockSupport;

final class Waiter {
    private Waiter() {}

    static void park() {
        LockSupport.park();
    }
}
