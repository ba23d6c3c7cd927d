package dev.rota.house.planted.unmarked;

final class InAnUnmarkedPackage {}
