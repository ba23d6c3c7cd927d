package dev.rota.house.planted.api;

import dev.rota.house.planted.daemon.DaemonRoom;

record ApiKnowsDaemon(DaemonRoom seen) {}
