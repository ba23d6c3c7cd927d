package dev.rota.bin.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the units stand, where there is a systemd.
final class UnitsProbe {
    private static final Path RUNNING = Path.of("/run/systemd/system");

    private UnitsProbe() {}

    static List<Finding> look() {
        if (!Files.isDirectory(RUNNING)) {
            return List.of(Finding.skipped("There is no systemd here."));
        }
        try {
            Process systemctl = new ProcessBuilder(
                            "systemctl",
                            "show",
                            "--property=Id,LoadState,ActiveState,SubState,Result,NRestarts,UnitFileState,StatusText",
                            "rota-daemon.service",
                            "rota-api.service",
                            "rota-migrate.service",
                            "rota-command.socket")
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .start();
            systemctl.getOutputStream().close();
            return judge(new String(systemctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return List.of(Finding.skipped("systemctl could not be asked: " + e.getMessage() + "."));
        }
    }

    /// @param shown what `systemctl show` printed: a paragraph for each unit
    static List<Finding> judge(String shown) {
        List<Finding> findings = new ArrayList<>();
        for (String paragraph : shown.split("\n\n+", -1)) {
            Map<String, String> unit = new HashMap<>();
            paragraph.lines().filter(line -> line.contains("=")).forEach(line -> {
                int equals = line.indexOf('=');
                unit.put(line.substring(0, equals), line.substring(equals + 1));
            });
            if (unit.containsKey("Id")) {
                findings.add(judge(unit));
            }
        }
        return findings;
    }

    private static Finding judge(Map<String, String> unit) {
        String id = unit.getOrDefault("Id", "?");
        String state = unit.getOrDefault("ActiveState", "?");
        if (!"loaded".equals(unit.get("LoadState"))) {
            return Finding.skipped(id + " is not installed.");
        }
        if (state.equals("failed")) {
            return Finding.fail(
                    id + " has failed: " + unit.getOrDefault("Result", "?") + ".",
                    "See why with `journalctl -u " + id + " -n 50`, then `systemctl restart " + id + "`.");
        }
        if (id.startsWith("rota-migrate")) {
            return migration(id, state);
        }
        int restarts = number(unit.get("NRestarts"));
        String text = unit.getOrDefault("StatusText", "");
        String said = id + " is " + state + " (" + unit.getOrDefault("SubState", "?") + ")"
                + (text.isEmpty() ? "." : ": " + text);
        if (state.equals("active")) {
            return restarts > 0
                    ? Finding.warn(
                            said + " It was started again " + restarts + " times.",
                            "See why with `journalctl -u " + id + " -p warning`.")
                    : Finding.ok(said);
        }
        return Finding.warn(said, "`systemctl start rota.target` starts daemon and API.");
    }

    /// It ends when it is done, and is tried again while the database is away.
    private static Finding migration(String id, String state) {
        return state.equals("activating")
                ? Finding.warn(
                        id + " is at work, or waits for the database.", "`journalctl -u " + id + " -n 20` says which.")
                : Finding.ok(id + " is there and did not fail.");
    }

    private static int number(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
