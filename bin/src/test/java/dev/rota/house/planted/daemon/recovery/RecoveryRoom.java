package dev.rota.house.planted.daemon.recovery;

public final class RecoveryRoom {}
