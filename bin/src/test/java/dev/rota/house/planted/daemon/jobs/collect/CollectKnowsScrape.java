package dev.rota.house.planted.daemon.jobs.collect;

import dev.rota.house.planted.daemon.jobs.scrape.ScrapeRoom;

record CollectKnowsScrape(ScrapeRoom seen) {}
