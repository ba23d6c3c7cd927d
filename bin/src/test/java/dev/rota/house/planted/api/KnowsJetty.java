package dev.rota.house.planted.api;

import org.eclipse.jetty.server.Server;

record KnowsJetty(Server server) {}
