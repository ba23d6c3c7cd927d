package dev.rota.house.planted.daemon;

import dev.rota.house.planted.api.ApiRoom;

record DaemonKnowsApi(ApiRoom seen) {}
