package dev.rota.bin.simulate;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Form;
import dev.rota.bin.Session;
import dev.rota.bin.document.Document;
import dev.rota.config.ConfigException;
import dev.rota.config.Key;
import dev.rota.schedule.FleetLint;
import dev.rota.schedule.Lint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rota simulate`
@Command(
        name = "simulate",
        description = {
            "Tells what schedules in a file would do: what becomes of each of their slots, why, and what about them"
                    + " looks odd. It needs no server and no database, and changes nothing.",
            "",
            "The file holds a schedule as `rota schedules create` takes it (name and job may be missing), a list of"
                    + " them, or an object with two lists, `schedules` and `calendars`; in JSON or YAML. A time"
                    + " without an offset is local to each schedule."
        },
        footerHeading = "%nA slot is told by:%n",
        footer = {
            "  slot       the instant at which it is due (UTC)",
            "  outcome    run, or why it does not run: outside_window, blackout, missed, coalesced, overlap, …",
            "  starts_at  when its run starts; empty when it does not run",
            "  local      the start, else the slot, in the schedule's zone",
            "  reason     a sentence; empty: it simply runs at its slot",
            "json, yaml and csv add count, last_slot, late and missed; the README has the whole format.",
            "What looks odd comes last; in csv on standard error. It does not change the exit code.",
            "Exit codes: 0 played · 2 wrong options · 4 wrong file"
        })
public final class SimulateCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "the schedules, as JSON or YAML; - reads standard input")
    private String file = "-";

    @Mixin
    private PlayOptions options = new PlayOptions();

    @Option(
            names = "--max-per-minute",
            paramLabel = "N",
            description = "warn when more than so many schedules start in one minute; default ${DEFAULT-VALUE}",
            defaultValue = "10")
    private int mostPerMinute = 10;

    @Option(
            names = {"-o", "--output"},
            description = "table, json, yaml or csv",
            defaultValue = "table")
    private Form form = Form.TABLE;

    public SimulateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ConfigException {
        ZoneId zone = session.settings().read(settings -> settings.zone(Key.ZONE, ZoneId.of("Etc/UTC")));
        Instant now = session.clock().instant();
        Document document = Document.read(file, session.in());
        List<Playing.Played> played = new Playing(document, options, zone, now).all();
        List<Lint.Finding> together =
                FleetLint.of(played.stream().map(SimulateCommand::starts).toList(), mostPerMinute, zone);
        new Telling(session, options.compressed()).print(played, together, form);
        return ExitCode.OK.number();
    }

    private static FleetLint.Starts starts(Playing.Played played) {
        return new FleetLint.Starts(
                played.name(),
                played.view().entries().stream()
                        .map(entry -> entry.startsAt())
                        .filter(Objects::nonNull)
                        .toList());
    }
}
