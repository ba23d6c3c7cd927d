package dev.rota.bin.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Optional;

/// Whether the time zones that the runtime brings along are those of the system.
final class TimeZonesProbe {
    static final Path SYSTEM = Path.of("/usr/share/zoneinfo/tzdata.zi");

    private TimeZonesProbe() {}

    /// The version that schedules are computed with, such as `2025b`.
    static String own() {
        return ZoneRulesProvider.getVersions("Europe/Berlin").lastKey();
    }

    /// The version of a file as Debian's tzdata has it; empty when it is not there or says nothing.
    static Optional<String> of(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return Optional.ofNullable(reader.readLine())
                    .filter(line -> line.startsWith("# version "))
                    .map(line -> line.substring("# version ".length()).strip());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    static List<Finding> look(String own, Optional<String> system) {
        if (system.isEmpty()) {
            return List.of(Finding.ok("Time zones are those of " + own + "; the system's version is not known."));
        }
        if (own.equals(system.get())) {
            return List.of(Finding.ok("Time zones are those of " + own + ", here and in the system."));
        }
        return List.of(Finding.warn(
                "Schedules are computed with the time zones of " + own + ", the system has " + system.get() + ".",
                own.compareTo(system.get()) < 0
                        ? "A newer Rota brings newer ones; until then, zones that changed meanwhile are off."
                        : "Upgrade the package tzdata, so that programs on this machine agree."));
    }
}
