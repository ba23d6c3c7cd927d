package dev.rota.house.planted.syntax;

import dev.rota.house.planted.store.StoreRoom;

record SyntaxKnowsStore(StoreRoom seen) {}
