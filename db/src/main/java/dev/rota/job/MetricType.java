package dev.rota.job;

/// How a number is to be read: as it stands, or as an ever growing count.
public enum MetricType {
    GAUGE,
    COUNTER
}
