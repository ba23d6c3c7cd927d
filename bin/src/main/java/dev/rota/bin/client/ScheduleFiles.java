package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.api.wire.ScheduleFileSchema;
import dev.rota.bin.Session;
import dev.rota.bin.document.Document;
import dev.rota.bin.document.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of `rota schedules` that deal in files.
public abstract class ScheduleFiles extends Remote {
    static final String WHICH = "the schedule: its id or its whole name";

    ScheduleFiles(Session session) {
        super(session);
    }

    @Command(
            description = {
                "Makes schedules and calendars be as files say: what is missing is made, what differs is changed, field"
                        + " by field, in one write: all of it or nothing.",
                "",
                "A file holds JSON or YAML documents: a schedule as `create` takes it, a calendar, a list of these, or"
                        + " an object with two lists, `schedules` and `calendars`. Schedules are known by their names. A"
                        + " schedule that is paused stays paused unless the file says `enabled`."
            })
    public int apply(
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            arity = "1..*",
                            paramLabel = "FILE",
                            description =
                                    "files, and directories of .yaml, .yml and .json files; - reads standard input")
                    List<String> files,
            @Mixin ApplyOptions options) {
        return apply(files, options.body());
    }

    @Command(
            name = "import",
            description = "Makes the schedules and calendars of files; none of them if one is there already.")
    public int importNew(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "1..*",
                            description = "as `apply` takes them; - reads standard input")
                    List<String> files,
            @Option(
                            names = "--skip-existing",
                            description = "leave those that are there as they are, and make the rest")
                    boolean skip,
            @Option(names = "--dry-run", description = "only tell what would be made") boolean dryRun) {
        return apply(
                files,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("existing", skip ? "keep" : "refuse")
                        .put("dry_run", dryRun));
    }

    private int apply(List<String> files, ObjectNode options) {
        DesiredState wanted = new DesiredState(SourceFiles.read(files, session().in()));
        Applying applying = new Applying(this, api());
        return print(applying.send(wanted, options), applying::tell);
    }

    @Command(
            description =
                    "Writes schedules, and the calendars that they name, as `apply` takes them; YAML unless -o json"
                            + " is given.")
    public int export(
            @Parameters(
                            paramLabel = "SCHEDULE",
                            arity = "0..*",
                            description = "the schedules: ids or whole names; default: all, with all calendars")
                    @Nullable
                    List<String> schedules,
            @Mixin ListOptions options) {
        ApiClient api = api();
        Exporting exporting = new Exporting(api);
        ObjectNode document;
        if (schedules == null || schedules.isEmpty()) {
            document = exporting.document(
                    options.parameters(), options.parameters().isEmpty());
        } else {
            List<JsonNode> shown = new ArrayList<>();
            schedules.forEach(schedule -> shown.add(api.get(path(api, schedule))));
            document = exporting.document(shown, false);
        }
        onlyTrees();
        return print(document, written -> out().print(Document.yaml(written)));
    }

    @Command(
            description =
                    "Opens a schedule as YAML in your editor (VISUAL, else EDITOR, else vi), and again if something"
                            + " in it is wrong; with -f, changes the fields that a document names (a merge patch).")
    public int edit(
            @Parameters(paramLabel = "SCHEDULE", description = WHICH) String schedule,
            @Option(
                            names = {"-f", "--file"},
                            description = "a JSON or YAML document instead of the editor; - reads standard input")
                    @Nullable
                    String file)
            throws InterruptedException {
        ApiClient api = api();
        String path = path(api, schedule);
        if (file == null) {
            Optional<JsonNode> edited = new Editing(api, session()).edit(path);
            if (edited.isEmpty()) {
                remark("Nothing was changed.");
                return 0;
            }
            return print(edited.get(), this::changed);
        }
        JsonNode patch = document(file);
        return print(
                api.change("PATCH", path, Optional.of(patch), tag(api, path)).body(), this::changed);
    }

    @Command(description = "Prints the JSON Schema of the files that `apply` and `create` take; it needs no server.")
    public int schema() {
        onlyTrees();
        return print(ScheduleFileSchema.document(), schema -> out().println(schema.toPrettyString()));
    }

    private void changed(JsonNode schedule) {
        out().println("Changed '" + word(schedule, "name") + "'.");
    }

    final String path(ApiClient api, String schedule) {
        return "/api/schedules/" + scheduleId(api, schedule);
    }

    static String tag(ApiClient api, String path) {
        return api.getWithTag(path).etag().orElse("*");
    }
}
