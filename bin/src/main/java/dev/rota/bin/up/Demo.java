package dev.rota.bin.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rota.bin.client.ApiClient;
import dev.rota.config.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The schedules of `rota up --demo`: real work that any machine can do without a network. Each is made once;
/// what its user changes stays, except for the job when an address in it has moved.
///
/// @param api      this Rota, on loopback
/// @param database the port of PostgreSQL on loopback; empty when it is somebody else's
/// @param load     the program that prints load and memory
record Demo(URI api, Optional<Integer> database, Path load) {
    static final String ROLE = "rota_demo";
    private static final String SECRET = "rota-demo-postgres";

    /// Puts the demo's program where only the demo's programs lie.
    static Path installProgram(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path program = directory.resolve("host-load");
        Files.writeString(program, """
                #!/bin/sh
                # Load and memory of this machine, a name and a number a line. Only the shell itself is needed.
                read -r one five fifteen rest </proc/loadavg
                echo "load1=$one"
                echo "load5=$five"
                echo "load15=$fifteen"
                while read -r name kib unit; do
                    case $name in
                        MemTotal:) echo "memory_total=$((kib * 1024))" ;;
                        MemAvailable:) echo "memory_available=$((kib * 1024))" ;;
                        SwapFree:) echo "swap_free=$((kib * 1024))" ;;
                    esac
                done </proc/meminfo
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    /// The settings that the demo needs besides the user's own: programs in its directory only, and on loopback
    /// exactly the ports it looks at.
    static Map<String, String> settings(
            Map<String, String> own, Path directory, List<Integer> ports, Optional<String> password) {
        Map<String, String> settings = new HashMap<>(own);
        List<String> openings = new ArrayList<>();
        ports.forEach(port -> openings.add("127.0.0.1/32:" + port));
        settings.merge("ROTA_EGRESS_ALLOW", String.join(",", openings), Demo::both);
        settings.put("ROTA_COMMANDS", "true");
        settings.merge("ROTA_COMMAND_DIRS", directory.toString(), Demo::both);
        password.ifPresent(text -> settings.put(Secrets.variableFor(SECRET), text));
        return settings;
    }

    /// Makes the schedules that are not there; a new schedule runs at once.
    void add(ApiClient client) {
        for (Map.Entry<String, String> wanted : documents().entrySet()) {
            JsonNode document = read(wanted.getValue());
            Optional<JsonNode> there = find(client, wanted.getKey());
            if (there.isEmpty()) {
                client.post("/api/schedules", document);
            } else if (!addresses(there.get()).equals(addresses(document))) {
                String path = path(there.get());
                client.change(
                        "PATCH",
                        path,
                        Optional.of(JsonNodeFactory.instance.objectNode().set("job", document.path("job"))),
                        client.getWithTag(path).etag().orElse("*"));
            }
        }
    }

    private static Optional<JsonNode> find(ApiClient client, String name) {
        for (JsonNode schedule : client.get("/api/schedules?limit=200&q=" + ApiClient.escaped(name))
                .path("items")) {
            if (schedule.path("name").asText().equals(name)) {
                return Optional.of(schedule);
            }
        }
        return Optional.empty();
    }

    private static String path(JsonNode schedule) {
        return "/api/schedules/" + schedule.path("id").asText();
    }

    /// What of a job depends on where things listen and lie.
    private static List<JsonNode> addresses(JsonNode schedule) {
        JsonNode job = schedule.path("job");
        JsonNode source = job.path("source");
        return List.of(source.path("url"), source.path("port"), source.path("argv"), job.path("start"));
    }

    private static JsonNode read(String json) {
        try {
            return ApiClient.JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("a demo document is no JSON", e);
        }
    }

    /// The documents by the schedules' names.
    private Map<String, String> documents() {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        all.put("Load and memory of this machine", """
                {"name": "Load and memory of this machine", "labels": {"demo": "host"}, "recurrence": {"every": "PT15S"},
                 "job": {"kind": "collect",
                  "source": {"type": "command", "argv": ["%s"], "format": "keyvalue"},
                  "metrics": [{"name": "load1"}, {"name": "load5"}, {"name": "load15"},
                   {"name": "memory_total", "unit": "bytes"}, {"name": "memory_available", "unit": "bytes"},
                   {"name": "swap_free", "unit": "bytes", "on_error": "discard"}]}}
                """.formatted(load));
        all.put("Rota's own metrics", """
                {"name": "Rota's own metrics", "labels": {"demo": "rota"}, "recurrence": {"every": "PT30S"},
                 "job": {"kind": "collect",
                  "source": {"type": "openmetrics", "url": "%s", "include": ["rota_*"]}}}
                """.formatted(api.resolve("/metrics")));
        database.ifPresent(port -> all.put("PostgreSQL's statistics", """
                {"name": "PostgreSQL's statistics", "labels": {"demo": "postgresql"}, "recurrence": {"every": "PT30S"},
                 "job": {"kind": "collect",
                  "source": {"type": "sql", "host": "127.0.0.1", "port": %d, "database": "rota", "user": "%s",
                   "password": "%s",
                   "query": "%s"},
                  "metrics": [%s, %s, %s, %s, %s, %s, {"name": "connections", "labels": {"database": "database"}},
                   {"name": "size", "unit": "bytes", "labels": {"database": "database"}}]}}
                """.formatted(
                        port,
                        ROLE,
                        SECRET,
                        "SELECT datname AS database, numbackends AS connections, xact_commit AS commits,"
                                + " xact_rollback AS rollbacks, blks_read AS blocks_read, blks_hit AS blocks_hit,"
                                + " tup_returned AS rows_read, tup_inserted + tup_updated + tup_deleted AS rows_written,"
                                + " pg_database_size(datid) AS size"
                                + " FROM pg_stat_database WHERE datname = current_database()",
                        counter("commits"),
                        counter("rollbacks"),
                        counter("blocks_read"),
                        counter("blocks_hit"),
                        counter("rows_read"),
                        counter("rows_written"))));
        all.put("Fields of the job kinds", """
                {"name": "Fields of the job kinds", "labels": {"demo": "docs"}, "recurrence": {"every": "PT5M"},
                 "job": {"kind": "scrape", "start": ["%s"],
                  "items": {"select": "tr[data-field]", "key": ["field"],
                   "fields": {"field": {"attr": "data-field", "required": true}, "type": {"css": "td.type"},
                    "required": {"css": "td.required"}, "description": {"css": "td.description"}}}}}
                """.formatted(api.resolve("/docs/job-kinds")));
        return all;
    }

    private static String counter(String name) {
        return "{\"name\": \"" + name + "\", \"type\": \"counter\", \"labels\": {\"database\": \"database\"}}";
    }

    private static String both(String first, String second) {
        return first.isBlank() ? second : first + "," + second;
    }
}
