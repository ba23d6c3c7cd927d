package dev.rota.house.planted.job;

import dev.rota.house.planted.schedule.ScheduleRoom;

record JobKnowsSchedule(ScheduleRoom seen) {}
