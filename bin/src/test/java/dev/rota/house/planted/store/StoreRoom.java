package dev.rota.house.planted.store;

public final class StoreRoom {}
