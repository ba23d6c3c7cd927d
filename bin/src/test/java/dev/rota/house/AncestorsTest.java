package dev.rota.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The list of the ancestors' defects names tests that exist.
class AncestorsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");

    @Test
    void everyTestThatTheListNamesExists() throws IOException {
        List<Matcher> named = TEST.matcher(Files.readString(ROOT.resolve("daemon/src/test/ancestors.md")))
                .results()
                .map(found -> TEST.matcher(found.group()))
                .filter(Matcher::matches)
                .toList();
        assertThat(named).hasSizeGreaterThan(30);
        for (Matcher test : named) {
            assertThat(source(test.group(1) + ".java")).as(test.group()).contains(" " + test.group(2) + "(");
        }
    }

    private static String source(String file) throws IOException {
        for (String module : List.of("db", "daemon", "api", "bin")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                List<Path> found = files.filter(path -> path.endsWith(file)).toList();
                if (!found.isEmpty()) {
                    return Files.readString(found.getFirst());
                }
            }
        }
        return "";
    }
}
