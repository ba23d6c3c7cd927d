package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.Session;
import dev.rota.bin.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `rota status`
@Command(name = "status", description = "Says how it goes: daemons, what runs, what fails, what comes next.")
public final class StatusCommand extends Remote implements Callable<Integer> {

    public StatusCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ApiClient api = api();
        return print(api.get("/api/overview"), overview -> {
            out().println("Rota at " + api.base());
            out().println(word(overview, "schedules") + " schedules: " + word(overview, "running") + " running, "
                    + word(overview, "due") + " due, " + word(overview, "failing") + " failing, "
                    + word(overview, "auto_disabled") + " disabled after failures, " + word(overview, "paused")
                    + " paused");
            out().println();
            Table daemons = new Table("DAEMON", "STATE", "HEARTBEAT", "POLL LAG", "RUNNING", "SLOTS");
            for (JsonNode daemon : overview.path("daemons")) {
                daemons.row(
                        word(daemon, "host") + ":" + word(daemon, "pid"),
                        word(daemon, "state"),
                        daemon.path("heartbeat_age_ms").asLong() / 1000 + " s ago",
                        word(daemon, "poll_lag_ms") + " ms",
                        word(daemon, "running"),
                        word(daemon, "slots"));
            }
            daemons.print(out(), colours(), session().width());
            for (JsonNode daemon : overview.path("daemons")) {
                if (daemon.hasNonNull("egress_suspect_since")) {
                    out().println(word(daemon, "host") + ":" + word(daemon, "pid")
                            + " could not reach most hosts since " + time(daemon, "egress_suspect_since")
                            + ": is it that machine's own network? Until that is over no failure counts.");
                }
                if (daemon.path("totals").hasNonNull("maintenance")
                        && daemon.path("alive").asBoolean()) {
                    out().println(word(daemon, "host") + ":" + word(daemon, "pid")
                            + " could not do all of the daily maintenance: "
                            + word(daemon.path("totals"), "maintenance") + " `rota doctor` says what to do.");
                }
            }
            out().println();
            Table next = new Table("NEXT", "SCHEDULE");
            for (JsonNode due : overview.path("next")) {
                next.row(time(due, "next_due"), word(due, "name"));
            }
            next.print(out(), colours(), session().width());
        });
    }
}
