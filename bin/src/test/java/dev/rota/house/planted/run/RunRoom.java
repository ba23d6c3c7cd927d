package dev.rota.house.planted.run;

public final class RunRoom {}
