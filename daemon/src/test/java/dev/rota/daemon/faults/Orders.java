package dev.rota.daemon.faults;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// What the words after `bench/faults` ask for. Needs nothing but Java, so that words are judged before anything is
/// built.
///
/// @param only  the ids of the rows that are wanted; none: all of them
/// @param times how many times as often as usual
/// @param lanes how many rows are done at once
/// @param soak  how long the soak lasts
/// @param seed  of the moments and victims
/// @param wrong a sentence for each word that cannot be used
record Orders(List<String> only, int times, int lanes, Duration soak, long seed, List<String> wrong) {

    /// The ids of all rows, in the order of the table.
    static final List<String> ROWS = List.of(
            ("F-01 F-02 F-03 F-04a F-04b F-09 F-05 F-06 F-07 F-11 F-28 F-13 F-14 F-15a F-15b F-15c F-18a F-18b F-19g"
                            + " F-10a F-10b F-10c F-12 F-19a F-19b F-19c F-19d F-19h F-65 F-19e F-19f F-60 F-22 F-20 F-23 F-24"
                            + " F-25a F-25b F-16 F-30 F-31 F-32 F-33 F-34 F-35 F-36 DNS F-63 F-37 F-38 F-39 F-08 F-45 F-40 F-42"
                            + " F-47 F-43 F-44 F-50 F-51 F-52 F-61 F-53 F-54 F-55 6-rows crowd-2 crowd-5 F-62")
                    .split(" ", -1));

    /// Ends with 2, and a sentence for each word that cannot be used; says nothing where all can.
    public static void main(String[] words) {
        List<String> wrong = of(List.of(words), ROWS).wrong();
        wrong.forEach(System.err::println);
        System.exit(wrong.isEmpty() ? 0 : 2);
    }

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
                            wrong.add("There is no row " + word + ". There are: " + String.join(" ", ids) + ".");
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
