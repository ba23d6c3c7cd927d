package dev.rota.metrics;

import java.time.Duration;

/// How long something took, each time, in seconds: how often at most so long. For any number of threads.
public final class Histogram {
    /// Fine where a start is punctual, coarse where a job is merely slow.
    private static final double[] SECONDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800};

    private final long[] counts = new long[SECONDS.length + 1];
    private double sum;

    /// What was seen so far.
    ///
    /// @param bounds in seconds, rising
    /// @param atMost how many took at most as long as the bound of the same place; one more than bounds: all
    /// @param sum    of all, in seconds
    @SuppressWarnings("ArrayRecordComponent") // written out and thrown away, never compared
    public record Counts(double[] bounds, long[] atMost, double sum) {}

    /// @param took a negative one counts as zero
    public void add(Duration took) {
        double seconds = Math.max(0, took.toNanos() / 1e9);
        int place = 0;
        while (place < SECONDS.length && seconds > SECONDS[place]) {
            place++;
        }
        synchronized (this) {
            counts[place]++;
            sum += seconds;
        }
    }

    public synchronized Counts counts() {
        long[] atMost = counts.clone();
        for (int i = 1; i < atMost.length; i++) {
            atMost[i] += atMost[i - 1];
        }
        return new Counts(SECONDS.clone(), atMost, sum);
    }
}
