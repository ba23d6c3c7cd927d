package dev.rota.house.planted.schedule;

public final class ScheduleRoom {}
