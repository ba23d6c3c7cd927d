package dev.rota.run;

import java.util.List;

/// What a run brought home: written in the same transaction as its outcome, or not at all.
public record Harvest(List<Measurement> measurements, List<ScrapedItem> items) {
    public static final Harvest NONE = new Harvest(List.of(), List.of());

    public Harvest {
        measurements = List.copyOf(measurements);
        items = List.copyOf(items);
    }
}
