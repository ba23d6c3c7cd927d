package dev.rota.syntax;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word somebody probably meant.
public final class Nearest {
    private Nearest() {}

    /// The one of `words` that is closest to `text`, if any is close enough to be meant.
    public static Optional<String> to(String text, Collection<String> words) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int near = Math.max(1, Math.min(3, wanted.length() / 2));
        return words.stream()
                .filter(word -> Math.abs(word.length() - wanted.length()) <= near)
                .map(word -> new Candidate(word, distance(wanted, word.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= near)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
                .map(Candidate::word);
    }

    private record Candidate(String word, int distance) {}

    /// Levenshtein's distance, on two rows.
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
