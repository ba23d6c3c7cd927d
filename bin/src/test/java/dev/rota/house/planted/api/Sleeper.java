package dev.rota.house.planted.api;

final class Sleeper {
    private Sleeper() {}

    static void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
