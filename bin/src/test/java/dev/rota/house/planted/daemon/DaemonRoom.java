package dev.rota.house.planted.daemon;

public final class DaemonRoom {}
