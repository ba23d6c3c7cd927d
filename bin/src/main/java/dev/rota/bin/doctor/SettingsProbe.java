package dev.rota.bin.doctor;

import dev.rota.store.Examination.Server;
import dev.rota.store.ServerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of the server without which a crash loses what was recorded, or a session blocks all others.
final class SettingsProbe {
    private SettingsProbe() {}

    /// @param limits what is odd about those of the role, where a transaction pooler lets no others through
    static List<Finding> look(Server server, Optional<ServerLimits.Odd> limits) {
        Map<String, String> settings = server.settings();
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("fsync", "full_page_writes")) {
            if ("off".equals(settings.get(name))) {
                findings.add(Finding.fail(
                        name + " is off: a crash of the machine can ruin the database.",
                        "Set " + name + " = on in postgresql.conf and reload it."));
            }
        }
        if ("off".equals(settings.get("synchronous_commit"))) {
            findings.add(Finding.warn(
                    "synchronous_commit is off: a crash loses the claims and outcomes of the last moment, and those"
                            + " slots may run twice.",
                    "Set synchronous_commit = on, at least for Rota's roles."));
        }
        if ("off".equals(settings.get("autovacuum"))) {
            findings.add(Finding.warn(
                    "autovacuum is off: the tables grow and slow down.", "Set autovacuum = on in postgresql.conf."));
        }
        limits.ifPresent(odd -> findings.add(
                Finding.warn(odd.what() + "; behind a pooler a connection cannot bring its own.", odd.advice())));
        return findings.isEmpty() ? List.of(Finding.ok("fsync, synchronous_commit and autovacuum are on.")) : findings;
    }
}
