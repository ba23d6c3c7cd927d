package dev.rota.house.planted.api;

public final class ApiRoom {}
