package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.wire.WrittenPlan;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.bin.document.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Lets somebody edit a schedule as text, until it is right or they give up.
final class Editing {
    private static final String TOLD = "#! ";

    private final ApiClient api;
    private final Session session;

    Editing(ApiClient api, Session session) {
        this.api = api;
        this.session = session;
    }

    /// @param path of the schedule
    /// @return the schedule as it is now; empty when nothing was changed
    /// @throws CommandFailed that says where the text is kept, when it was not written
    Optional<JsonNode> edit(String path) throws InterruptedException {
        ApiClient.Answer seen = api.getWithTag(path);
        String offered = "# Schedule " + seen.body().path("id").asText() + ". What is left out gets its default.\n"
                + "# Save and leave to change it; leave without saving, or save nothing, to change nothing.\n"
                + Document.yaml(WrittenPlan.ofShown(seen.body()));
        Path file = null;
        try {
            file = Files.createTempFile(
                    "rota-schedule-",
                    ".yaml",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, offered);
            Optional<JsonNode> written = attempts(path, seen.etag(), file, offered);
            Files.deleteIfExists(file);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException("The text cannot be kept in " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private Optional<JsonNode> attempts(String path, Optional<String> tag, Path file, String offered)
            throws IOException, InterruptedException {
        String before = offered;
        while (true) {
            open(file);
            String text = Files.readString(file);
            String own = withoutTold(text);
            if (own.equals(offered) || isEmpty(own)) {
                return Optional.empty();
            }
            if (text.equals(before)) {
                throw new CommandFailed(
                        ExitCode.REFUSED,
                        "It is still wrong, and nothing was written. Your text is kept in " + file + ".");
            }
            List<String> wrong;
            try {
                JsonNode document = Document.parse(file.toString(), own).tree();
                ApiClient.Answer answer = api.offer("PUT", path, document, tag);
                if (answer.status() == 412) {
                    throw new CommandFailed(
                            ExitCode.REFUSED,
                            "Somebody else changed this schedule while you edited it, so nothing was written. Your text"
                                    + " is kept in " + file + "; edit the schedule anew and bring over what is yours.");
                }
                if (answer.status() < 400) {
                    return Optional.of(answer.body());
                }
                wrong = answer.body().path("errors").findValues("message").isEmpty()
                        ? List.of(answer.body().path("detail").asText())
                        : told(answer.body().path("errors"));
            } catch (CommandFailed failed) {
                if (failed.code() != ExitCode.REFUSED
                        || String.valueOf(failed.getMessage()).contains("kept in")) {
                    throw kept(failed, file);
                }
                wrong = List.of(String.valueOf(failed.getMessage()));
            }
            before = wrong.stream()
                            .map(line -> TOLD + line.replace('\n', ' ') + "\n")
                            .collect(Collectors.joining())
                    + own;
            Files.writeString(file, before);
        }
    }

    private static CommandFailed kept(CommandFailed failed, Path file) {
        String said = String.valueOf(failed.getMessage());
        return said.contains("kept in")
                ? failed
                : new CommandFailed(failed.code(), said + " Your text is kept in " + file + ".", failed);
    }

    private static List<String> told(JsonNode errors) {
        List<String> told = new java.util.ArrayList<>();
        errors.forEach(error -> told.add(
                error.path("pointer").asText() + ": " + error.path("message").asText()));
        return told;
    }

    /// The editor is a shell's matter: it may have options.
    private void open(Path file) throws IOException, InterruptedException {
        String editor = session.environment()
                .getOrDefault("VISUAL", session.environment().getOrDefault("EDITOR", "vi"));
        int code = new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "rota", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new CommandFailed(
                    ExitCode.FAILURE,
                    "The editor (" + editor + ", see EDITOR) ended with " + code
                            + "; nothing was changed. Your text is kept in " + file + ".");
        }
    }

    private static String withoutTold(String text) {
        return text.lines().filter(line -> !line.startsWith(TOLD.strip())).collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isEmpty(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"));
    }
}
