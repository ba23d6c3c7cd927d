package dev.rota.house.planted.daemon.executor;

public final class ExecutorRoom {}
