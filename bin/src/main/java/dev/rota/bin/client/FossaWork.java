package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Table;
import dev.rota.schedule.ActiveHours;
import dev.rota.store.FossaWorkImport;
import dev.rota.store.FossaWorkSource;
import dev.rota.store.FossaWorkSource.Contents;
import dev.rota.store.FossaWorkSource.OldRun;
import dev.rota.store.FossaWorkSource.OldSchedule;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What FossaWork's database becomes here, and what is said of it.
final class FossaWork {
    private static final double LEAST_HOURS = 1.0 / 3600;
    private static final double MOST_HOURS = 24.0 * 366;

    private final FossaWorkImport imports;
    private final How how;
    private final Table table = new Table("USER", "TYPE", "SCHEDULE", "RUNS ADDED", "RUNS THERE", "REMARK");
    private final List<String> known;

    /// @param account whose they become; null: each user's, under the name they had there
    /// @param days    older history is left out
    /// @param dryRun  nothing is written
    record How(@Nullable String account, ZoneId zone, boolean paused, int days, boolean dryRun) {}

    FossaWork(FossaWorkImport imports, How how) {
        this.imports = imports;
        this.how = how;
        this.known = imports.types();
    }

    /// @return what became of each
    Table take(Contents contents, Instant oldest) {
        Map<String, List<OldRun>> history =
                contents.runs().stream().collect(Collectors.groupingBy(run -> run.user() + "\n" + run.type()));
        for (OldSchedule schedule : contents.schedules()) {
            List<OldRun> runs = Optional.ofNullable(history.remove(schedule.user() + "\n" + schedule.type()))
                    .orElse(List.of());
            take(schedule, runs, oldest);
        }
        history.values()
                .forEach(runs -> table.row(
                        runs.getFirst().user(),
                        runs.getFirst().type(),
                        "none there",
                        "0",
                        "0",
                        runs.size() + " runs of a schedule that is not there any more are left out."));
        return table;
    }

    private void take(OldSchedule schedule, List<OldRun> runs, Instant oldest) {
        List<String> remarks = new ArrayList<>();
        if (!known.contains(schedule.type())) {
            row(
                    schedule,
                    "left out",
                    0,
                    0,
                    List.of("There is no job template '" + schedule.type() + "'; make one (PUT /api/job-templates/"
                            + schedule.type() + ") and do this again."));
            return;
        }
        List<OldRun> young =
                runs.stream().filter(run -> !run.startedAt().isBefore(oldest)).toList();
        if (young.size() < runs.size()) {
            remarks.add((runs.size() - young.size()) + " runs are older than " + how.days() + " days.");
        }
        if (schedule.configured()) {
            remarks.add("Its 'config' is left out: what to do is the job template's matter.");
        }
        FossaWorkImport.Wish wish = new FossaWorkImport.Wish(
                how.account() == null ? schedule.user() : how.account(),
                schedule.type(),
                interval(schedule.intervalHours(), remarks),
                hours(schedule.activeHours(), remarks),
                schedule.enabled() && !how.paused(),
                how.zone());
        if (how.dryRun()) {
            row(schedule, "would be " + wish.account() + "'s", young.size(), 0, remarks);
            return;
        }
        FossaWorkImport.Imported done = imports.take(wish, young).orElseThrow();
        String what = (done.made() ? "made: " : "there: ") + done.schedule();
        row(schedule, what, done.runs(), young.size() - done.runs(), remarks);
    }

    private void row(OldSchedule schedule, String what, int added, int there, List<String> remarks) {
        table.row(
                schedule.user(),
                schedule.type(),
                what,
                String.valueOf(added),
                String.valueOf(there),
                remarks.isEmpty() ? "-" : String.join(" ", remarks));
    }

    private static Duration interval(@Nullable Double hours, List<String> remarks) {
        if (hours == null || !(hours >= LEAST_HOURS && hours <= MOST_HOURS)) {
            remarks.add("Its interval (" + hours + " hours) is none; it became one hour.");
            return Duration.ofHours(1);
        }
        return Duration.ofSeconds(Math.round(hours * 3600));
    }

    private static ActiveHours hours(@Nullable JsonNode hours, List<String> remarks) {
        if (hours == null) {
            return ActiveHours.ALWAYS;
        }
        int start = hours.path("start").asInt(-1);
        int end = hours.path("end").asInt(-1);
        if (start < 0 || start > 23 || end < 0 || end > 24 || start == end) {
            remarks.add("Its active hours (" + hours + ") are none; it runs at all hours.");
            return ActiveHours.ALWAYS;
        }
        return new ActiveHours(List.of(ActiveHours.Window.daily(start * 60, end * 60)));
    }

    /// The address of FossaWork's database for JDBC: of a file, of what its DATABASE_URL says, or as it is.
    ///
    /// @param environment for `PGPASSWORD`, which keeps the password off the command line
    static String url(String said, Map<String, String> environment) {
        String password = environment.getOrDefault("PGPASSWORD", "");
        if (said.startsWith("jdbc:")) {
            boolean lacks = said.startsWith("jdbc:postgresql:") && !said.contains("password=") && !password.isEmpty();
            return lacks ? said + (said.contains("?") ? "&" : "?") + parameter("password", password) : said;
        }
        if (said.matches("(?i)postgres(ql)?(\\+\\w+)?://.*")) {
            return postgresql(uri("postgresql" + said.substring(said.indexOf(':'))), password);
        }
        String file = said.replaceFirst("(?i)^sqlite(?:\\+\\w+)?:///([^?]*).*", "$1");
        if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
            throw new CommandFailed(
                    ExitCode.FAILURE,
                    "There is no file '" + file + "' that can be read; name FossaWork's SQLite file, or the URL of its"
                            + " PostgreSQL (postgresql://user@host/database, with the password in PGPASSWORD or in"
                            + " ~/.pgpass).");
        }
        return "jdbc:sqlite:file:" + Path.of(file).toAbsolutePath().toUri().getRawPath() + "?mode=ro";
    }

    /// By its authority as it is written: names with a `_`, and several of them, are hosts for PostgreSQL.
    private static String postgresql(URI uri, String password) {
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        int at = authority.lastIndexOf('@');
        String[] login = authority.substring(0, Math.max(0, at)).split(":", 2);
        String hosts = authority.substring(at + 1);
        if (hosts.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE, "This URL names no host; write it like postgresql://user@host/database.");
        }
        String secret = login.length > 1 ? decoded(login[1]) : password;
        return "jdbc:postgresql://" + hosts + uri.getRawPath() + "?"
                + (login[0].isEmpty() ? "" : parameter("user", decoded(login[0])) + "&")
                + (secret.isEmpty() ? "" : parameter("password", secret) + "&")
                + Optional.ofNullable(uri.getRawQuery()).orElse("");
    }

    private static String parameter(String name, String value) {
        return name + "=" + ApiClient.escaped(value);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "This is no URL (" + e.getReason() + "); leave the password to PGPASSWORD or ~/.pgpass, or write"
                            + " signs such as % or @ in it as %25, %40.",
                    e);
        }
    }

    static CommandFailed unreadable(FossaWorkSource.Unreadable e) {
        return new CommandFailed(
                ExitCode.FAILURE, "This cannot be read as FossaWork's database: " + e.getMessage() + ".", e);
    }
}
