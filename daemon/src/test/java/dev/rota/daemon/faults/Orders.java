package dev.rota.daemon.faults;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// What the words after `bench/faults` ask for.
///
/// @param only  the ids of the rows that are wanted; none: all of them
/// @param times how many times as often as usual
/// @param lanes how many rows are done at once
/// @param soak  how long the soak lasts
/// @param seed  of the moments and victims
/// @param wrong a sentence for each word that cannot be used
record Orders(List<String> only, int times, int lanes, Duration soak, long seed, List<String> wrong) {

    /// @param ids of all rows
    static Orders of(List<String> words, List<String> ids) {
        List<String> only = new ArrayList<>();
        int times = 1;
        int lanes = 2;
        Duration soak = Duration.ofMinutes(4);
        long seed = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        for (String word : words) {
            String value = word.substring(word.indexOf('=') + 1);
            try {
                switch (word.substring(0, word.length() - value.length())) {
                    case "times=" -> times = Integer.parseInt(value);
                    case "lanes=" -> lanes = Integer.parseInt(value);
                    case "soak=" -> soak = Duration.parse(value);
                    case "seed=" -> seed = Long.parseLong(value);
                    case "" -> {
                        only.add(word);
                        if (!ids.contains(word)) {
                            wrong.add("There is no row " + word + ". There are: " + String.join(", ", ids) + ".");
                        }
                    }
                    case String name ->
                        wrong.add("There is no " + name
                                + "; there are times=, lanes=, soak= and seed=, and the ids of rows.");
                }
            } catch (NumberFormatException e) {
                wrong.add(word + " needs a whole number.");
            } catch (DateTimeParseException e) {
                wrong.add(word + " needs a duration like PT30M.");
            }
        }
        if (times < 1 || times > 1_000) {
            wrong.add("times=" + times + " is not from 1 to 1000.");
        }
        if (lanes < 1 || lanes > 16) {
            wrong.add("lanes=" + lanes + " is not from 1 to 16.");
        }
        if (soak.compareTo(Duration.ofMinutes(1)) < 0 || soak.compareTo(Duration.ofDays(30)) > 0) {
            wrong.add("soak=" + soak + " is not from PT1M to P30D.");
        }
        return new Orders(only, times, lanes, soak, seed, List.copyOf(wrong));
    }
}
