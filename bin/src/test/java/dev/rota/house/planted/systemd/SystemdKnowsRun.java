package dev.rota.house.planted.systemd;

import dev.rota.house.planted.run.RunRoom;

record SystemdKnowsRun(RunRoom seen) {}
