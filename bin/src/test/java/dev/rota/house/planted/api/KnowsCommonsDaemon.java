package dev.rota.house.planted.api;

import org.apache.commons.daemon.Daemon;

record KnowsCommonsDaemon(Daemon daemon) {}
