package dev.rota.bin.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether there is room where Rota writes on this machine.
final class DiskProbe {
    private static final long MIB = 1024 * 1024;
    private static final long TIGHT = 1024 * MIB;
    private static final long FULL = 100 * MIB;

    private DiskProbe() {}

    /// @param places directories that may not be there
    static List<Finding> look(List<Path> places) {
        List<Finding> findings = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try {
                    FileStore store = Files.getFileStore(place);
                    findings.add(judge(place, store.getUsableSpace(), store.getTotalSpace()));
                } catch (IOException e) {
                    findings.add(Finding.skipped(place + " could not be measured: " + e.getMessage() + "."));
                }
            }
        }
        return findings;
    }

    static Finding judge(Path place, long usable, long total) {
        String said = place + ": " + usable / MIB + " MiB are free of " + total / MIB + ".";
        String advice = "Make room, or move it to a larger disk.";
        if (usable < FULL) {
            return Finding.fail(said, advice);
        }
        return usable < TIGHT || usable < total / 20 ? Finding.warn(said, advice) : Finding.ok(said);
    }
}
