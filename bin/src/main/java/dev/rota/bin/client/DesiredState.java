package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.document.Document;
import dev.rota.job.Problem;
import dev.rota.syntax.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What documents of schedules and calendars say together, with the place of each for what is wrong with it.
///
/// A document is a schedule, a calendar (it has `entries`), a list of these, or `{"schedules": […], "calendars":
/// […]}`.
final class DesiredState {
    private static final Set<String> FIELDS = Set.of("schedules", "calendars");
    private static final Pattern PLACE = Pattern.compile("/(schedules|calendars)/(\\d+)(.*)", Pattern.DOTALL);

    private final ArrayNode schedules = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode calendars = JsonNodeFactory.instance.arrayNode();
    private final List<Place> schedulePlaces = new ArrayList<>();
    private final List<Place> calendarPlaces = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private record Place(Document document, String pointer) {}

    DesiredState(List<Document> documents) {
        documents.forEach(this::document);
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("schedules", schedules);
        body.set("calendars", calendars);
        return body;
    }

    boolean isEmpty() {
        return schedules.isEmpty() && calendars.isEmpty();
    }

    /// What is wrong with the documents as such, a line each.
    List<String> problems() {
        return List.copyOf(problems);
    }

    /// What the API says is wrong, with file and line.
    String told(JsonNode error) {
        String pointer = error.path("pointer").asText("");
        Problem problem = new Problem(
                pointer, error.path("code").asText(""), error.path("message").asText(""));
        Matcher matcher = PLACE.matcher(pointer);
        if (!matcher.matches()) {
            return problem.toString();
        }
        List<Place> places = matcher.group(1).equals("schedules") ? schedulePlaces : calendarPlaces;
        Place place = places.get(Integer.parseInt(matcher.group(2)));
        return place.document()
                .told(new Problem(place.pointer() + matcher.group(3), problem.code(), problem.message()));
    }

    private void document(Document document) {
        JsonNode tree = document.tree();
        if (tree.isArray()) {
            list(document, tree, "");
        } else if (tree.has("schedules") || tree.has("calendars")) {
            tree.fieldNames().forEachRemaining(name -> known(document, name));
            list(document, tree.path("schedules"), "/schedules");
            list(document, tree.path("calendars"), "/calendars");
        } else {
            one(document, tree, "");
        }
    }

    private void list(Document document, JsonNode list, String at) {
        if (!list.isArray() && !list.isNull() && !list.isMissingNode()) {
            problems.add(document.told(new Problem(at, "type", "Write a list here.")));
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            one(document, list.get(i), at + "/" + i);
        }
    }

    private void one(Document document, JsonNode node, String at) {
        boolean calendar = at.startsWith("/calendars/") || (!at.startsWith("/schedules/") && node.has("entries"));
        (calendar ? calendars : schedules).add(node);
        (calendar ? calendarPlaces : schedulePlaces).add(new Place(document, at));
    }

    private void known(Document document, String name) {
        if (!FIELDS.contains(name)) {
            String near = Nearest.to(name, FIELDS)
                    .map(field -> "Did you mean '" + field + "'?")
                    .orElse("Beside 'schedules' there is 'calendars' and nothing else.");
            problems.add(document.told(new Problem(
                    "/" + name.replace("~", "~0").replace("/", "~1"),
                    "unknown_field",
                    "There is no field '" + name + "' here. " + near)));
        }
    }
}
