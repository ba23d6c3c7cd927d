package dev.rota.house.planted.store;

import dev.rota.house.planted.daemon.DaemonRoom;

record StoreKnowsDaemon(DaemonRoom seen) {}
