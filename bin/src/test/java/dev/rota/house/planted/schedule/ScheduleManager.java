package dev.rota.house.planted.schedule;

final class ScheduleManager {}
