package dev.rota.bin.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.DataDirectory;
import dev.rota.bin.DatabaseOption;
import dev.rota.bin.Session;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import dev.rota.store.DaemonReadStore;
import dev.rota.store.DaemonReadStore.Daemon;
import dev.rota.store.Database;
import dev.rota.store.DatabaseFault;
import dev.rota.store.Examination;
import dev.rota.store.Migrations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rota doctor`
@Command(
        name = "doctor",
        description = {
            "Looks at everything that Rota depends on, and says what to do about what is not well.",
            "Goes to the database itself, and so works without daemon and API. As root it sees most."
        },
        footerHeading = "%nExit codes:%n",
        footer = "  0 all is well · 1 there are warnings · 2 something must be done, or the command line is wrong")
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Session session;

    @Option(names = "--json", description = "for programs: {\"worst\", \"findings\": [{\"probe\", \"level\", …}]}")
    private boolean json;

    @Mixin
    private DatabaseOption where = new DatabaseOption();

    public DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Looking looking = new Looking();
        String named = session.environment().getOrDefault(Key.CONFIG.written(), Settings.USUAL_FILE.toString());
        Optional<DatabaseConfig> daemon = database(DatabaseRole.DAEMON);
        Settings settings = session.settings(DatabaseRole.DAEMON);
        if (daemon.isPresent() && settings.optional(Key.DB_URL).isEmpty()) {
            looking.at("configuration", () -> List.of(Finding.ok("The database is that of a `rota up`.")));
        } else {
            looking.at("configuration", () -> ConfigurationProbe.look(settings, Path.of(named), settings.closed()));
        }
        daemon.ifPresent(config -> looking.at("names", () -> NamesProbe.look(hosts(config))));
        daemon.ifPresent(config -> database(config, looking));
        looking.at(
                "time zones",
                () -> TimeZonesProbe.look(TimeZonesProbe.own(), TimeZonesProbe.of(TimeZonesProbe.SYSTEM)));
        looking.at("disk", () -> DiskProbe.look(places()));
        looking.at("units", UnitsProbe::look);
        looking.at("pages", () -> PagesProbe.look(session.settings()));
        if (json) {
            session.out().println(asJson(looking));
        } else {
            print(looking);
        }
        return switch (looking.worst()) {
            case OK, SKIPPED -> 0;
            case WARN -> 1;
            case FAIL -> 2;
        };
    }

    private void database(DatabaseConfig config, Looking looking) {
        Examination examination = new Examination(config);
        Examination.@Nullable Server[] seen = new Examination.Server[1];
        boolean answers = looking.at("database", () -> {
            try {
                Examination.Server server = examination.server();
                seen[0] = server;
                return ServerProbe.look(server, config.url());
            } catch (RuntimeException e) {
                return List.of(Finding.fail(
                        config.url() + " does not answer " + config.user() + ": " + DatabaseFault.why(e) + ".",
                        "See whether PostgreSQL runs (pg_lsclusters, systemctl status postgresql), and whether"
                                + " ROTA_DB_URL, ROTA_DB_USER and the password are right; `rota setup-db` makes"
                                + " both."));
            }
        });
        Examination.Server server = seen[0];
        if (!answers || server == null) {
            return;
        }
        looking.at(
                "settings",
                () -> SettingsProbe.look(server, config.transactionPooler() ? examination.limits() : Optional.empty()));
        looking.at(
                "clock",
                () -> ClockProbe.look(examination.clock(), session.clock().instant()));
        looking.at(
                "hints",
                () -> config.toListen()
                        .map(direct -> HintsProbe.look(examination.hintsArrive(direct, PATIENCE)))
                        .orElseGet(HintsProbe::off));
        if (!looking.at("schema", () -> SchemaProbe.look(Migrations.state(config)))) {
            return;
        }
        looking.at("partitions", () -> SchemaProbe.partitions(examination.withoutNextWeek()));
        looking.at(
                "roles",
                () -> RolesProbe.look(DatabaseRole.DAEMON, config.user(), server.superuser(), examination.lacks(true)));
        database(DatabaseRole.API)
                .ifPresent(api -> looking.at("roles", () -> {
                    Examination other = new Examination(api);
                    return RolesProbe.look(
                            DatabaseRole.API, api.user(), other.server().superuser(), other.lacks(false));
                }));
        try (Database pool = Database.open(config, "rota-doctor", 1)) {
            List<Daemon> daemons = new ArrayList<>();
            looking.at("daemons", () -> {
                daemons.addAll(new DaemonReadStore(pool).recent());
                return DaemonsProbe.look(daemons);
            });
            int alive = (int) daemons.stream().filter(Daemon::alive).count();
            looking.at("connections", () -> ConnectionsProbe.look(server, alive));
        }
        looking.at("schedules", () -> SchedulesProbe.look(examination.work()));
        looking.at("names", () -> NamesProbe.ofTargets(examination.work().dnsFailures()));
    }

    private Optional<DatabaseConfig> database(DatabaseRole role) {
        try {
            return Optional.of(where.database(session, role));
        } catch (ConfigException told) {
            return Optional.empty(); // by the probe of the configuration
        }
    }

    private static List<String> hosts(DatabaseConfig config) {
        return config.endpoints().stream()
                .map(endpoint -> endpoint.substring(0, endpoint.lastIndexOf(':')))
                .distinct()
                .toList();
    }

    private List<Path> places() {
        Settings settings = session.settings();
        List<Path> places = new ArrayList<>(List.of(
                Path.of("/var/lib/rota"),
                Path.of("/var/lib/postgresql"),
                DataDirectory.choose(where.directory(), session.environment()).root()));
        settings.optional(Key.LOG_FILE)
                .map(file -> Path.of(file).toAbsolutePath().resolveSibling("."))
                .ifPresent(places::add);
        return places.stream().map(Path::normalize).distinct().toList();
    }

    private void print(Looking looking) {
        for (Looking.Found found : looking.all()) {
            Finding finding = found.finding();
            String level = finding.level().name().toLowerCase(Locale.ROOT);
            session.out()
                    .println(coloured(finding.level(), "%-8s".formatted(level))
                            + "%-14s".formatted(found.probe())
                            + finding.what());
            if (!finding.advice().isEmpty()) {
                session.out().println(" ".repeat(22) + "→ " + finding.advice());
            }
        }
    }

    private String coloured(Finding.Level level, String text) {
        if (!session.colours()) {
            return text;
        }
        int colour = switch (level) {
            case OK -> 32;
            case SKIPPED -> 90;
            case WARN -> 33;
            case FAIL -> 31;
        };
        return "\u001b[" + colour + "m" + text + "\u001b[0m";
    }

    private static String asJson(Looking looking) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("worst", looking.worst().name().toLowerCase(Locale.ROOT));
        ArrayNode findings = root.putArray("findings");
        for (Looking.Found found : looking.all()) {
            findings.addObject()
                    .put("probe", found.probe())
                    .put("level", found.finding().level().name().toLowerCase(Locale.ROOT))
                    .put("what", found.finding().what())
                    .put("advice", found.finding().advice());
        }
        return root.toPrettyString();
    }
}
