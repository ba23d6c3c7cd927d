package dev.rota.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceRulesTest {

    static List<SourceRule> rules() {
        return SourceRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rotaKeeps(SourceRule rule) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : SourceRules.sources()) {
            rule.violations().apply(file, Files.readAllLines(file)).forEach(what -> found.add(file + ":" + what));
        }

        assertThat(found).as(rule.name()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void thePlantedViolationIsFound(SourceRule rule) {
        SourceRule.Planted planted = rule.planted();

        assertThat(rule.violations().apply(Path.of("db/src/main/java", planted.file()), planted.lines()))
                .as(rule.name())
                .isNotEmpty();
    }

    @Test
    void everyModuleWasLookedAt() {
        List<String> files = SourceRules.sources().stream().map(Path::toString).toList();

        assertThat(List.of("/db/src/main", "/daemon/src/main", "/api/src/main", "/bin/src/main", "/bin/src/test"))
                .allSatisfy(part -> assertThat(files).anyMatch(file -> file.contains(part)));
    }
}
