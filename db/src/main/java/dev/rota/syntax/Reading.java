package dev.rota.syntax;

import dev.rota.job.Problem;
import java.util.List;

/// What came of reading a document: the value, or everything that is wrong with it.
public sealed interface Reading<T> {

    record Fits<T>(T value) implements Reading<T> {}

    /// @param problems never empty
    record Broken<T>(List<Problem> problems) implements Reading<T> {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
