package dev.rota.bin.doctor;

import dev.rota.store.DaemonReadStore.Daemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether somebody does the work, and keeps up with it.
final class DaemonsProbe {
    private static final long LATE_MS = 10_000;
    private static final long OFF_MS = 2_000;

    private DaemonsProbe() {}

    /// @param daemons those of the last hour
    static List<Finding> look(List<Daemon> daemons) {
        List<Daemon> alive = daemons.stream().filter(Daemon::alive).toList();
        if (alive.isEmpty()) {
            return List.of(Finding.fail(
                    "No daemon is alive: nothing runs.",
                    "`systemctl start rota-daemon`, and see `journalctl -u rota-daemon` if it does not stay."));
        }
        List<Finding> findings = new ArrayList<>();
        for (Daemon daemon : alive) {
            findings.add(judge(daemon));
            maintenance(daemon).ifPresent(findings::add);
        }
        String versions =
                alive.stream().map(Daemon::version).distinct().sorted().collect(Collectors.joining(", "));
        if (versions.contains(",")) {
            findings.add(Finding.warn(
                    "The daemons are of several versions: " + versions + ".",
                    "Fine while an upgrade is under way; else upgrade the others."));
        }
        return findings;
    }

    private static String who(Daemon daemon) {
        return "The daemon on " + daemon.host() + " (process " + daemon.pid() + ")";
    }

    private static Optional<Finding> maintenance(Daemon daemon) {
        String undone = daemon.totals().path("maintenance").asText();
        return undone.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warn(
                        who(daemon) + " could not do all of the daily maintenance: " + undone,
                        "Schedules run all the same, and it is tried again every ten minutes. If it lasts: a lock that"
                                + " somebody keeps is seen in pg_stat_activity, and rights that are missing come with"
                                + " `rota migrate`."));
    }

    private static Finding judge(Daemon daemon) {
        String who = who(daemon);
        if (daemon.egressSuspectSince() != null) {
            return Finding.warn(
                    who + " reaches less than half of its targets since " + daemon.egressSuspectSince()
                            + "; failures do not count meanwhile.",
                    "See that machine's network: routes, name server, firewall, proxy.");
        }
        if (daemon.pollLagMs() != null && daemon.pollLagMs() > LATE_MS) {
            return Finding.warn(
                    who + " polls " + daemon.pollLagMs() + " ms late.",
                    "The machine or the database is too slow for it: see load and disk, and"
                            + " `rota_daemon_poll_lag_seconds`.");
        }
        if (daemon.clockOffsetMs() != null && Math.abs(daemon.clockOffsetMs()) > OFF_MS) {
            return Finding.warn(
                    who + " has a clock that is " + daemon.clockOffsetMs() + " ms off the database's.",
                    "Let that machine follow a time server: timedatectl set-ntp true.");
        }
        if (daemon.slots() > 0 && daemon.running() >= daemon.slots()) {
            return Finding.warn(
                    who + " has all of its " + daemon.slots() + " slots taken.",
                    "If that lasts, raise ROTA_SLOTS there, or start a daemon on another machine.");
        }
        return Finding.ok(who + " is " + daemon.state() + ", " + daemon.running() + " of " + daemon.slots()
                + " slots are taken, heard of " + daemon.heartbeatAgeMs() / 1000 + " s ago.");
    }
}
