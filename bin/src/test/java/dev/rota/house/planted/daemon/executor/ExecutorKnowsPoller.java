package dev.rota.house.planted.daemon.executor;

import dev.rota.house.planted.daemon.poller.PollerRoom;

record ExecutorKnowsPoller(PollerRoom seen) {}
