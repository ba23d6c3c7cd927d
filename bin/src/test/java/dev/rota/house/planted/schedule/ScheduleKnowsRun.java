package dev.rota.house.planted.schedule;

import dev.rota.house.planted.run.RunRoom;

record ScheduleKnowsRun(RunRoom seen) {}
