package dev.rota.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a peer does in a second: the middle one of some rounds, the first of which only warms up.
final class Rates {
    private static final int ROUNDS = Integer.getInteger("rounds", 4);

    private final List<Double> rates = new ArrayList<>();

    /// One round.
    interface Round {
        /// @param number from 1 on
        /// @return how long it took, in seconds
        double run(int number) throws Exception;
    }

    static Rates of(int n, Round round) throws Exception {
        Rates rates = new Rates();
        for (int number = 1; number <= ROUNDS; number++) {
            double seconds = round.run(number);
            if (number > 1) {
                rates.rates.add(n / seconds);
            }
        }
        rates.rates.sort(null);
        return rates;
    }

    /// Prints a row of the table.
    void print(String what, int n) {
        System.out.printf(
                Locale.ROOT,
                "| %s, %,d jobs | **%,.0f** (%,.0f to %,.0f) |%n",
                what,
                n,
                rates.get(rates.size() / 2),
                rates.getFirst(),
                rates.getLast());
    }
}
