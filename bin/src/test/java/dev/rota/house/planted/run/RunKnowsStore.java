package dev.rota.house.planted.run;

import dev.rota.house.planted.store.StoreRoom;

record RunKnowsStore(StoreRoom seen) {}
