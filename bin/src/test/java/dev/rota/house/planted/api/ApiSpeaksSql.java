package dev.rota.house.planted.api;

import java.sql.Connection;

record ApiSpeaksSql(Connection connection) {}
