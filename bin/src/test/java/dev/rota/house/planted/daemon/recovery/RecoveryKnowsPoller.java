package dev.rota.house.planted.daemon.recovery;

import dev.rota.house.planted.daemon.poller.PollerRoom;

record RecoveryKnowsPoller(PollerRoom seen) {}
