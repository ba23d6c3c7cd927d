package dev.rota.bin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.DatabaseOption;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.bin.crontab.Crontab;
import dev.rota.bin.document.Document;
import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Key;
import dev.rota.daemon.HostName;
import dev.rota.store.Database;
import dev.rota.store.FossaWorkImport;
import dev.rota.store.FossaWorkSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rota import …`
@Command(name = "import", description = "Takes over what other schedulers had.")
public final class ImportCommand extends Remote {
    private static final int MOST = 1_000_000;

    public ImportCommand(Session session) {
        super(session);
    }

    @Command(
            description = {
                "Makes a schedule of each line of a crontab; a second time nothing changes. What cannot be taken over"
                        + " is said line by line, and the rest is made; then it ends with exit code 1.",
                "",
                "Commands run by /bin/sh -c as the user that command jobs run as, in an empty directory, with neither"
                        + " HOME nor LOGNAME, and print into the log of their run; a time that was missed is not made"
                        + " up for, as with cron."
                        + " ROTA_COMMANDS must be true and the shell's directory in ROTA_COMMAND_DIRS."
                        + " One that fails five times in a row is switched off.",
                "",
                "Cron goes on running the same lines until they are taken out of the crontab: with --paused nothing"
                        + " runs twice meanwhile."
            })
    int crontab(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            description = "the crontab; - reads standard input; default: your own (crontab -l)")
                    @Nullable
                    String file,
            @Option(
                            names = "--user-field",
                            description =
                                    "each line names a user, as in /etc/crontab and /etc/cron.d (known for these)")
                    boolean users,
            @Option(names = "--zone", description = "the time zone of its times; default: that of this machine")
                    @Nullable
                    String zone,
            @Option(
                            names = "--prefix",
                            description = "what the names of the schedules begin with, before the user; name the"
                                    + " machine if the crontab is another's; default: cron@ and the name of this one")
                    @Nullable
                    String prefix,
            @Option(
                            names = "--paused",
                            description = "make them paused, to be enabled one by one; those that are there, too")
                    boolean paused,
            @Option(names = "--dry-run", description = "print the schedules as YAML, and make none") boolean dryRun)
            throws IOException, InterruptedException {
        String name = file == null ? "crontab -l" : file.equals("-") ? "standard input" : file;
        boolean system = file != null && (file.equals("/etc/crontab") || file.startsWith("/etc/cron.d/"));
        Crontab crontab = new Crontab(
                text(file),
                prefix == null ? "cron@" + HostName.own() : prefix,
                file == null ? System.getProperty("user.name", "") : "",
                users || system,
                zone(zone));
        crontab.said().forEach(said -> session().err().println(name + ":" + said.line() + ": " + said.sentence()));
        long left = crontab.said().stream().filter(Crontab.Said::left).count();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        crontab.schedules()
                .forEach(made -> document.withArray("schedules")
                        .add(paused ? made.deepCopy().put("enabled", false) : made));
        if (crontab.schedules().isEmpty() && left == 0) {
            throw new CommandFailed(ExitCode.FAILURE, "There is no line in " + name + " that cron would run.");
        }
        if (dryRun) {
            out().print(Document.yaml(document));
        } else if (!crontab.schedules().isEmpty()) {
            make(document);
            session().err().println(cronGoesOn(file, paused));
        }
        if (left > 0) {
            throw new CommandFailed(
                    ExitCode.FAILURE, left + (left == 1 ? " line was" : " lines were") + " not taken over.");
        }
        return ExitCode.OK.number();
    }

    @Command(
            description = {
                "Takes over the schedules of FossaWork, each with its history, straight into the database that is"
                        + " configured. What is there already stays as it is; a second time only what is new is added.",
                "",
                "A schedule's type names the job template that says what it does. Older history than --days is left"
                        + " out, for it would soon be deleted here; templates, accounts' tokens and notices are not"
                        + " taken over."
            })
    int fossawork(
            @Parameters(
                            paramLabel = "SOURCE",
                            description = "its SQLite file, or the URL of its database: postgresql://user@host/db; the"
                                    + " password is taken from PGPASSWORD, else from ~/.pgpass (a URL that"
                                    + " holds it is seen by everybody on this machine)")
                    String source,
            @Option(
                            names = "--account",
                            description = "whose they become; default: an account named as each user was there")
                    @Nullable
                    String account,
            @Option(names = "--zone", description = "the time zone of the active hours; default: ROTA_ZONE") @Nullable
                    String zone,
            @Option(names = "--paused", description = "make them paused, to be enabled one by one") boolean paused,
            @Option(
                            names = "--days",
                            description = "how much history is taken over; default ${DEFAULT-VALUE}",
                            defaultValue = "90")
                    int days,
            @Mixin DatabaseOption where,
            @Option(names = "--dry-run", description = "only tell what would be made") boolean dryRun)
            throws ConfigException {
        if (days < 0 || days > 36_500) {
            throw misused("--days is a number from 0 to 36500; not: " + days);
        }
        ZoneId local = zone == null
                ? session().settings().read(settings -> settings.zone(Key.ZONE, ZoneId.of("Etc/UTC")))
                : zone(zone);
        String url = FossaWork.url(source, session().environment());
        try (Database database = Database.open(where.database(session(), DatabaseRole.MIGRATE), "rota-import", 1)) {
            FossaWorkImport imports = new FossaWorkImport(database);
            Instant oldest = imports.daysAgo(days);
            FossaWorkSource.Contents contents = FossaWorkSource.at(url).read(oldest);
            show(new FossaWork(imports, new FossaWork.How(account, local, paused, days, dryRun))
                    .take(contents, oldest));
            if (contents.unreadable() > 0) {
                session().err().println(contents.unreadable() + " runs are left out: their start is no time.");
            }
        } catch (FossaWorkSource.Unreadable e) {
            throw FossaWork.unreadable(e);
        }
        return ExitCode.OK.number();
    }

    private static String cronGoesOn(@Nullable String file, boolean paused) {
        String out = file == null
                ? "out of the crontab (crontab -e)"
                : file.equals("-") ? "out of the crontab" : "out of " + file;
        return paused
                ? "Cron still runs these lines, and the schedules are paused: take a line " + out
                        + ", then `rota schedules enable NAME`."
                : "Cron still runs these lines, and what is enabled here runs twice: take them " + out + ".";
    }

    private void make(ObjectNode document) {
        Applying applying = new Applying(this, api());
        DesiredState wanted = new DesiredState(List.of(Document.parse("schedule", document.toString())));
        JsonNode done =
                applying.send(wanted, JsonNodeFactory.instance.objectNode().put("managed_by", "crontab"));
        print(done, applying::tell);
    }

    private String text(@Nullable String file) throws IOException, InterruptedException {
        if (file == null) {
            return own();
        }
        try (InputStream in = file.equals("-") ? session().in() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new CommandFailed(ExitCode.REFUSED, "'" + file + "' is larger than 1 MB; this is no crontab.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new CommandFailed(ExitCode.FAILURE, "There is no file '" + file + "'.", e);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILURE, "'" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static String own() throws InterruptedException {
        try {
            Process list = new ProcessBuilder("crontab", "-l")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (list.waitFor() != 0) {
                throw new CommandFailed(
                        ExitCode.FAILURE, "`crontab -l` ended with " + list.exitValue() + "; name a file.");
            }
            return text;
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILURE, "`crontab -l` cannot be started (" + e.getMessage() + "); name a file.", e);
        }
    }

    private static ZoneId zone(@Nullable String zone) {
        try {
            return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--zone: There is no time zone '" + zone + "'; write one like Europe/Rome.", e);
        }
    }
}
