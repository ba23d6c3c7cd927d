package dev.rota.api.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.api.ui.DocsResource;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemsPageTest {
    /// As the code gives a refusal its word, in the API and in the store.
    private static final Pattern GIVEN = Pattern.compile(
            "(?:ApiProblem\\.of\\(\\s*\\d+,|\\bconflict\\(|\\brefused\\(|Answer\\.Refused\\()\\s*\"(?<word>[a-z_]+)\"");

    private static final Pattern EXPLAINED = Pattern.compile("<dt id=\"(?<word>[a-z_]+)\">");

    @Test
    void everyWordThatARefusalCanHaveIsExplained() throws IOException {
        Set<String> given = new TreeSet<>();
        for (String module : List.of("api", "db")) {
            try (Stream<Path> sources = Files.walk(root().resolve(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    given.addAll(words(GIVEN, Files.readString(source)));
                }
            }
        }
        assertThat(given).contains("busy", "calendar_in_use", "not_running", "paused", "too_large");
        IntStream.of(400, 404, 405, 406, 414, 415, 429, 431, 500, 503, 505)
                .mapToObj(ProblemView::word)
                .forEach(given::add);

        assertThat(words(EXPLAINED, page())).containsAll(given);
    }

    private static String page() {
        try (Response response = new DocsResource().problems()) {
            return new String((byte[]) response.getEntity(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> words(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group("word"))
                .collect(Collectors.toSet());
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("db/migration"))) {
            here = Objects.requireNonNull(here.getParent());
        }
        return here;
    }
}
