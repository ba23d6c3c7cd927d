package dev.rota.house.planted.schedule;

import java.time.InstantSource;

record ImpureSchedule(InstantSource clock) {}
