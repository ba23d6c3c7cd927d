package dev.rota.house;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/// A rule about files, for what bytecode does not tell.
///
/// @param name what the house demands, as a sentence
/// @param planted the file below the planted house, or the text of one, that breaks this rule
/// @param violations of a file with these lines; empty when it keeps the rule
record SourceRule(String name, Planted planted, BiFunction<Path, List<String>, List<String>> violations) {

    record Planted(String file, List<String> lines) {}

    @Override
    public String toString() {
        return name;
    }
}
