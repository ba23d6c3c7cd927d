package dev.rota.house.planted.daemon.jobs.scrape;

public final class ScrapeRoom {}
