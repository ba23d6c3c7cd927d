package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.wire.WrittenPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes schedules and their calendars as the document that makes them again.
final class Exporting {
    private static final Set<String> CALENDAR_SHOWN_ONLY = Set.of("version", "created_at", "updated_at", "schedules");

    private final ApiClient api;

    Exporting(ApiClient api) {
        this.api = api;
    }

    /// Those of a filter, with the calendars that they name.
    ///
    /// @param filter       further parameters of the list: `&q=…&label=…`
    /// @param allCalendars also those that none of them names
    ObjectNode document(String filter, boolean allCalendars) {
        List<JsonNode> shown = new ArrayList<>();
        api.list("/api/schedules?sort=name" + filter, Integer.MAX_VALUE)
                .path("items")
                .forEach(shown::add);
        return document(shown, allCalendars);
    }

    ObjectNode document(List<JsonNode> shown, boolean allCalendars) {
        TreeSet<String> named = new TreeSet<>();
        ArrayNode schedules = JsonNodeFactory.instance.arrayNode();
        for (JsonNode schedule : shown) {
            schedules.add(WrittenPlan.ofShown(schedule));
            schedule.path("blackouts").forEach(calendar -> named.add(calendar.asText()));
        }
        ArrayNode calendars = JsonNodeFactory.instance.arrayNode();
        if (allCalendars || !named.isEmpty()) {
            for (JsonNode calendar :
                    api.list("/api/calendars?", Integer.MAX_VALUE).path("items")) {
                if (allCalendars || named.contains(calendar.path("name").asText())) {
                    calendars.add(((ObjectNode) calendar).remove(CALENDAR_SHOWN_ONLY));
                }
            }
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        if (!calendars.isEmpty()) {
            document.set("calendars", calendars);
        }
        document.set("schedules", schedules);
        return document;
    }
}
