package dev.rota.house.planted.daemon.poller;

public final class PollerRoom {}
