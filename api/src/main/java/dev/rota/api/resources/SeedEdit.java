package dev.rota.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.errors.ApiProblem;
import dev.rota.job.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a client of FossaWork's routes sent. Fields that were not sent are null; fields that the routes never had
/// are passed over, because their clients send whole schedules back.
///
/// @param hoursSent whether `active_hours` was sent; when it was, and `hours` is null, the window goes
record SeedEdit(
        @Nullable String type,
        @Nullable Duration interval,
        boolean hoursSent,
        SeedView.@Nullable Hours hours,
        @Nullable Boolean enabled) {

    private static final BigDecimal LEAST = new BigDecimal("0.5");
    private static final BigDecimal MOST = new BigDecimal("24");
    private static final BigDecimal SECONDS_AN_HOUR = new BigDecimal("3600");

    /// @throws ApiProblem 422 with everything that is wrong
    static SeedEdit read(@Nullable JsonNode body) {
        List<Problem> problems = new ArrayList<>();
        if (body == null || !body.isObject()) {
            throw ApiProblem.invalid(List.of(new Problem("", "type", "Send an object.")));
        }
        SeedEdit edit = new SeedEdit(
                text(body.get("schedule_type"), problems),
                interval(body.get("interval_hours"), problems),
                body.has("active_hours"),
                hours(body.get("active_hours"), problems),
                flag(body.get("enabled"), problems));
        if (!problems.isEmpty()) {
            // These clients read `detail` and nothing else, so it says everything.
            throw ApiProblem.of(
                    422, "invalid", problems.stream().map(Problem::toString).collect(Collectors.joining(" ")));
        }
        return edit;
    }

    private static @Nullable String text(@Nullable JsonNode node, List<Problem> problems) {
        if (node == null) {
            return null;
        }
        if (!node.isTextual() || node.asText().isBlank() || node.asText().indexOf('\0') >= 0) {
            problems.add(new Problem("/schedule_type", "type", "'schedule_type' is the name of a job template."));
            return null;
        }
        return node.asText();
    }

    private static @Nullable Duration interval(@Nullable JsonNode node, List<Problem> problems) {
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            problems.add(new Problem("/interval_hours", "type", "'interval_hours' is a number from 0.5 to 24."));
            return null;
        }
        BigDecimal hours = node.decimalValue();
        if (hours.compareTo(LEAST) < 0 || hours.compareTo(MOST) > 0) {
            problems.add(new Problem(
                    "/interval_hours", "range", "'interval_hours' is a number from 0.5 to 24; not: " + node.asText()));
            return null;
        }
        return Duration.ofSeconds(hours.multiply(SECONDS_AN_HOUR)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    private static SeedView.@Nullable Hours hours(@Nullable JsonNode node, List<Problem> problems) {
        if (node == null || node.isNull()) {
            return null;
        }
        int before = problems.size();
        int start = hour(node.get("start"), "start", 23, problems);
        int end = hour(node.get("end"), "end", 24, problems);
        if (problems.size() == before && start == end) {
            problems.add(new Problem(
                    "/active_hours",
                    "empty_window",
                    "'start' and 'end' are the same hour; for the whole day send null, or 0 and 24."));
        }
        return problems.size() == before ? new SeedView.Hours(start, end) : null;
    }

    private static int hour(@Nullable JsonNode node, String name, int most, List<Problem> problems) {
        if (node == null || !node.isIntegralNumber() || node.asLong() < 0 || node.asLong() > most) {
            problems.add(new Problem(
                    "/active_hours/" + name,
                    node == null ? "required" : "range",
                    "'" + name + "' is a whole hour from 0 to " + most + "."));
            return 0;
        }
        return node.asInt();
    }

    private static @Nullable Boolean flag(@Nullable JsonNode node, List<Problem> problems) {
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            problems.add(new Problem("/enabled", "type", "'enabled' is true or false."));
            return null;
        }
        return node.asBoolean();
    }
}
