package dev.rota.api.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/// Skips the tests of the page, aloud, on a machine without a Chromium or without the Node that drives it.
final class NeedsChromium implements ExecutionCondition {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (node().isPresent() && browser().isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium and Node are here");
        }
        String reason = "SKIPPED: the tests of the page need "
                + (browser().isPresent() ? "" : "a Chromium (" + String.join(", ", BROWSERS) + ") ")
                + (node().isPresent() ? "" : "Node ") + "on the PATH";
        LoggerFactory.getLogger(NeedsChromium.class).warn(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    static Optional<Path> node() {
        return onPath("node");
    }

    static Optional<Path> browser() {
        return BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst();
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
        return Stream.of(path.split(":", -1))
                .map(directory -> Path.of(directory).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
