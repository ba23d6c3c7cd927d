package dev.rota.bin.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.Main;
import dev.rota.bin.client.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
    @TempDir
    private Path directory;

    @Test
    void theDemoDoesRealWorkAndATermLeavesNothingRunning() throws Exception {
        // As root the database runs as somebody else, who must be able to get there.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = directory.resolve("data");
        Process rota = up(data);
        try {
            URI url = announcedUrl(rota);
            String token = Files.readString(data.resolve("token")).strip();
            ApiClient api = new ApiClient(url, token);

            Set<String> wanted = names(api.get("/api/schedules?limit=200"), "name");
            assertThat(wanted).hasSize(4);
            JsonNode job = api.get("/api/schedules?limit=200").at("/items/0/job");
            wanted.add(schedule(api, job, "by cron", "cron", "*/2 * * * * *"));
            wanted.add(schedule(
                    api, job, "once", "at", Instant.now().plusSeconds(5).toString()));
            Set<String> succeeded = new HashSet<>();
            while (!succeeded.containsAll(wanted)) {
                // A second between looks, less when it dies.
                assertThat(rota.waitFor(1, TimeUnit.SECONDS))
                        .as("rota has ended")
                        .isFalse();
                succeeded.addAll(names(api.get("/api/runs?status=succeeded&limit=200"), "schedule_name"));
            }
            assertThat(names(api.get("/api/schedules?standing=finished"), "name"))
                    .containsExactly("once");
            api.get("/api/runs?limit=200").path("items").forEach(UpIT::isOnItsSlot);
        } finally {
            rota.destroy();
            assertThat(rota.waitFor(90, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(rota.exitValue()).isZero();
        assertThat(processesIn(data)).isEmpty();
    }

    /// Posts a schedule as a user does.
    private static String schedule(ApiClient api, JsonNode job, String name, String form, String text) {
        ObjectNode document = ApiClient.JSON.createObjectNode().put("name", name);
        document.set("job", job);
        document.putObject("recurrence").put(form, text);
        assertThat(api.post("/api/schedules", document).status()).isEqualTo(201);
        return name;
    }

    /// A run by cron is one of its slots, and began at it, not before.
    private static void isOnItsSlot(JsonNode run) {
        if (run.path("schedule_name").asText().equals("by cron")) {
            Instant slot = Instant.parse(run.path("slot").asText());
            assertThat(slot.getEpochSecond() % 2).isZero();
            assertThat(slot.getNano()).isZero();
            assertThat(Instant.parse(run.path("started_at").asText())).isAfterOrEqualTo(slot);
        }
    }

    private Process up(Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "--demo",
                        "--data",
                        data.toString(),
                        "--listen",
                        "127.0.0.1:0")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROTA_"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().remove("XDG_CONFIG_HOME");
        return builder.start();
    }

    private static URI announcedUrl(Process rota) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(rota.getInputStream(), StandardCharsets.UTF_8));
        String first = out.readLine();
        assertThat(first).startsWith("Rota runs at http://127.0.0.1:");
        return URI.create(first.substring("Rota runs at ".length()));
    }

    private static Set<String> names(JsonNode list, String field) {
        Set<String> names = new HashSet<>();
        list.path("items").forEach(item -> names.add(item.path(field).asText()));
        return names;
    }

    /// The processes that have the directory in their command line, and are not only waiting to be reaped.
    private static List<String> processesIn(Path data) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .map(UpIT::commandLine)
                    .filter(line -> line.contains(data.toString()))
                    .toList();
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
