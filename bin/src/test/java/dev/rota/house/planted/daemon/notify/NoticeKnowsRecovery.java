package dev.rota.house.planted.daemon.notify;

import dev.rota.house.planted.daemon.recovery.RecoveryRoom;

record NoticeKnowsRecovery(RecoveryRoom seen) {}
