package dev.rota.house.planted.daemon.jobs;

import dev.rota.house.planted.store.StoreRoom;

record RunnerKnowsStore(StoreRoom seen) {}
