package dev.rota.house;

import dev.rota.house.SourceRule.Planted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rules about files. Vendored files (`vendor`) are not ours and not looked at.
final class SourceRules {

    static final int LONGEST_FILE = 300;

    private static final int WIDEST_COMMENT = 120;
    private static final Pattern SOURCES = Pattern.compile(".*\\.(java|js|css|sh)");
    private static final Pattern CATCHES_ALL = Pattern.compile("catch\\s*\\([^)]*\\b(Throwable|Error)\\b");
    private static final Set<String> MAY_CATCH_ALL = Set.of("Loop.java", "RunTask.java");

    private SourceRules() {}

    static List<SourceRule> all() {
        return List.of(
                new SourceRule(
                        "no file of the product is longer than " + LONGEST_FILE + " lines",
                        new Planted("Long.java", Collections.nCopies(LONGEST_FILE + 1, "//")),
                        // A test class may hold more: a table of cases reads better in one piece.
                        (file, lines) -> inMain(file) && lines.size() > LONGEST_FILE
                                ? List.of(lines.size() + " lines")
                                : List.of()),
                new SourceRule(
                        "Throwable is caught in the loop and in the run only",
                        new Planted("Greedy.java", List.of("try {", "} catch (IOException | Throwable all) {", "}")),
                        (file, lines) -> inMain(file) && !MAY_CATCH_ALL.contains(nameOf(file))
                                ? matching(CATCHES_ALL, lines)
                                : List.of()),
                new SourceRule(
                        "only Signals knows sun.misc",
                        new Planted("Unsafe.java", List.of("import sun.misc.Unsafe;")),
                        (file, lines) -> inMain(file) && !nameOf(file).equals("Signals.java")
                                ? matching(Pattern.compile("\\bsun\\.misc\\."), lines)
                                : List.of()),
                new SourceRule(
                        "a comment is at most " + WIDEST_COMMENT
                                + " columns wide, for the formatter breaks it in a way that" + " does not compile",
                        new Planted("Wide.java", List.of("    /// " + "wide ".repeat(30))),
                        (file, lines) -> nameOf(file).endsWith(".java")
                                ? matching(Pattern.compile("\\s*///.*"), lines).stream()
                                        .filter(found -> found.substring(found.indexOf(':') + 2)
                                                        .length()
                                                > WIDEST_COMMENT)
                                        .toList()
                                : List.of()));
    }

    /// Everything that people write code in, of all modules.
    static List<Path> sources() {
        return Stream.of("db", "daemon", "api", "bin", "packaging", ".ci")
                .map(root()::resolve)
                .filter(Files::isDirectory)
                .flatMap(SourceRules::below)
                .toList();
    }

    /// Tests run in the directory of their module; the house is the one above that has all modules.
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("db")) || !Files.isDirectory(here.resolve("daemon"))) {
            Path above = here.getParent();
            if (above == null) {
                throw new IllegalStateException(
                        "not inside a checkout of Rota: " + Path.of("").toAbsolutePath());
            }
            here = above;
        }
        return here;
    }

    private static Stream<Path> below(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> SOURCES.matcher(nameOf(file)).matches())
                    .filter(file -> !file.toString().matches(".*/(target|vendor|node_modules|planted)/.*"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matching(Pattern pattern, List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> pattern.matcher(lines.get(i)).find())
                .mapToObj(i -> (i + 1) + ": " + lines.get(i))
                .toList();
    }

    private static boolean inMain(Path file) {
        return !file.toString().contains("/src/test/");
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
