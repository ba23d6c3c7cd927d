package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.job.Field;
import dev.rota.job.Problem;
import dev.rota.schedule.Calendar;
import dev.rota.syntax.CalendarEntries;
import dev.rota.syntax.Reading;
import dev.rota.syntax.ShapeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A calendar as somebody wrote it.
public record CalendarDraft(String name, String description, List<Calendar.Entry> entries) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    /// What GET shows and nobody writes.
    static final List<String> SHOWN_ONLY = List.of("version", "created_at", "updated_at", "schedules");

    /// What is written, besides the entries.
    public record CalendarEdit(
            @Field("The name by which schedules know it; where the address says it, the same or none.") @Nullable
            String name,

            @Field(value = "What the calendar is for.", fallback = "\"\"")
            String description) {}

    /// Reads a document, or names everything that is wrong with it.
    ///
    /// @param address the name that the address says; null: the document must say it
    public static Reading<CalendarDraft> read(@Nullable String address, JsonNode document) {
        List<Problem> problems = new ArrayList<>();
        JsonNode written = document.deepCopy();
        List<Calendar.Entry> entries = List.of();
        if (written instanceof ObjectNode object) {
            object.remove(SHOWN_ONLY);
            JsonNode list = object.remove("entries");
            if (list == null || list.isNull()) {
                problems.add(new Problem("/entries", "required", "This is missing: the dates and times."));
            } else {
                switch (CalendarEntries.read(list)) {
                    case Reading.Fits<List<Calendar.Entry>>(List<Calendar.Entry> fits) -> entries = fits;
                    case Reading.Broken<List<Calendar.Entry>>(List<Problem> broken) ->
                        broken.forEach(problem -> problems.add(problem.under("/entries")));
                }
            }
        }
        String description = "";
        String name = address == null ? "" : address;
        switch (ShapeReader.read(CalendarEdit.class, written)) {
            case Reading.Fits<CalendarEdit>(CalendarEdit fits) -> {
                description = fits.description();
                String own = fits.name();
                if (address != null && own != null && !own.equals(address)) {
                    problems.add(new Problem("/name", "name", "The name is '" + address + "' in the address."));
                }
                name = address == null && own != null ? own : name;
                checkName(name, problems);
            }
            case Reading.Broken<CalendarEdit>(List<Problem> broken) -> problems.addAll(broken);
        }
        return problems.isEmpty()
                ? new Reading.Fits<>(new CalendarDraft(name, description, entries))
                : new Reading.Broken<>(problems);
    }

    private static void checkName(String name, List<Problem> problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(new Problem(
                    "/name",
                    "name",
                    "A calendar's name is made of a-z, 0-9, '_' and '-', at most 100 of them, and starts with a letter"
                            + " or digit; not: " + name));
        }
    }
}
