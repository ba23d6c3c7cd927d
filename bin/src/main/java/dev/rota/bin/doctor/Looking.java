package dev.rota.bin.doctor;

import dev.rota.store.DatabaseFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Lets probes look one after the other and keeps what they found.
final class Looking {
    private final List<Found> all = new ArrayList<>();

    /// @param probe the word for what was looked at
    record Found(String probe, Finding finding) {}

    /// A probe that cannot look is a finding too.
    ///
    /// @return whether nothing failed
    boolean at(String probe, Supplier<List<Finding>> look) {
        List<Finding> findings;
        try {
            findings = look.get();
        } catch (RuntimeException e) {
            findings = List.of(Finding.fail(
                    "It could not be looked at: " + DatabaseFault.why(e) + ".",
                    "Mend what is said above first; if there is nothing, this is a mistake of Rota's."));
        }
        findings.forEach(finding -> all.add(new Found(probe, finding)));
        return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
    }

    List<Found> all() {
        return all;
    }

    Finding.Level worst() {
        return all.stream()
                .map(found -> found.finding().level())
                .max(Finding.Level::compareTo)
                .orElse(Finding.Level.OK);
    }
}
