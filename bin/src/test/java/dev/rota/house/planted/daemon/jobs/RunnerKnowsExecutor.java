package dev.rota.house.planted.daemon.jobs;

import dev.rota.house.planted.daemon.executor.ExecutorRoom;

record RunnerKnowsExecutor(ExecutorRoom seen) {}
