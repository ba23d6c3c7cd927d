package dev.rota.bin.setup;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Session;
import dev.rota.config.Credentials;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import dev.rota.store.Administrator;
import dev.rota.store.DatabaseSetup;
import dev.rota.store.DatabaseTrouble;
import dev.rota.store.JdbcAdministrator;
import dev.rota.store.Migrations;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rota setup-db`
@Command(
        name = "setup-db",
        description = {
            "Makes Rota's roles, database and tables on a PostgreSQL, and keeps the passwords where the units find"
                    + " them. May be called again.",
            "As root on the machine of the PostgreSQL it needs no options. On another machine, copy"
                    + " /etc/rota/credentials there."
        })
public final class SetupDbCommand implements Callable<Integer> {
    private static final int OLDEST_POSTGRESQL = 140000;

    private final Session session;

    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "a PostgreSQL elsewhere, as somebody who may make roles and databases there:"
                    + " postgresql://postgres@host:5432; the password in PGPASSWORD or ~/.pgpass")
    private @Nullable String adminUrl;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "rota",
            description = "its name, and the beginning of the roles' names; default: rota")
    private String database = "rota";

    @Option(names = "--dry-run", description = "only print the SQL, as a script for psql; nothing is asked or changed")
    private boolean dryRun;

    @Option(
            names = "--new-passwords",
            description = "give roles that are there, but whose passwords are not kept here, new ones")
    private boolean newPasswords;

    public SetupDbCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!database.matches("[a-z][a-z0-9_]{0,49}")) {
            throw new CommandFailed(
                    ExitCode.USAGE, "'" + database + "' is no name of at most 50 small letters, digits and _.");
        }
        if (dryRun) {
            session.out().println("-- As an administrator, in the database postgres. Put passwords where *** stands;");
            session.out().println("-- then `rota migrate` makes the tables and gives the roles their rights.");
            session.out().println(DatabaseSetup.script(database));
            return ExitCode.OK.number();
        }
        KeptCredentials kept = new KeptCredentials(Credentials.of(session.environment()));
        kept.prepare();
        DatabaseConfig login = adminUrl == null ? null : AdminUrl.parse(adminUrl, session.environment());
        Administrator admin = login == null
                ? new LocalPsql("root".equals(System.getProperty("user.name")))
                : new JdbcAdministrator(login);
        refuseOld(admin);
        DatabaseSetup setup = new DatabaseSetup(admin);
        refuseStrangers(setup, kept);
        String url = login == null ? localUrl(admin) : AdminUrl.of(login, database);
        Map<DatabaseRole, String> passwords = kept.passwords();
        boolean made = setup.everything(database, passwords);
        say("Roles " + String.join(", ", roles()) + ": there, with their limits and passwords.");
        say("Database " + database + (made ? ": made." : ": was there."));
        migrate(url, passwords);
        for (DatabaseRole role : DatabaseRole.values()) {
            kept.reach(role, url, role.in(database));
        }
        say("How each role reaches it: kept in " + kept.root() + ", for root only.");
        say("");
        say("Next: `systemctl start rota.target`, then `rota doctor`.");
        return ExitCode.OK.number();
    }

    private void migrate(String url, Map<DatabaseRole, String> passwords) {
        int applied;
        try {
            applied = Migrations.migrate(as(DatabaseRole.MIGRATE, url, passwords));
            for (DatabaseRole role : List.of(DatabaseRole.DAEMON, DatabaseRole.API)) {
                if (!(Migrations.state(as(role, url, passwords)) instanceof Migrations.State.Fits)) {
                    throw new DatabaseTrouble(role.in(database) + " does not see the schema.");
                }
            }
        } catch (DatabaseTrouble e) {
            throw new CommandFailed(
                    ExitCode.FAILURE,
                    e.getMessage() + " Roles and database are there, but Rota must be able to log in at " + url
                            + ": see pg_hba.conf (host " + database + " all 127.0.0.1/32 scram-sha-256) and"
                            + " listen_addresses; then call this again.",
                    e);
        }
        say("Schema: " + (applied == 0 ? "up to date." : applied + " migrations applied."));
    }

    private DatabaseConfig as(DatabaseRole role, String url, Map<DatabaseRole, String> passwords) {
        return new DatabaseConfig(url, role.in(database), passwords.getOrDefault(role, ""), false);
    }

    private static void refuseOld(Administrator admin) {
        int version = Integer.parseInt(
                admin.ask(DatabaseSetup.MAINTENANCE, "show server_version_num").getFirst());
        if (version < OLDEST_POSTGRESQL) {
            throw new CommandFailed(
                    ExitCode.REFUSED, "This is PostgreSQL " + version / 10000 + "; Rota needs 14 or newer.");
        }
    }

    /// Another machine may know their passwords, and would be locked out.
    private void refuseStrangers(DatabaseSetup setup, KeptCredentials kept) {
        List<String> strangers = Arrays.stream(DatabaseRole.values())
                .filter(role -> kept.password(role).isEmpty())
                .map(role -> role.in(database))
                .filter(setup::knows)
                .toList();
        if (!newPasswords && !strangers.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.REFUSED,
                    String.join(", ", strangers) + (strangers.size() == 1 ? " is" : " are")
                            + " there already, but the passwords are not kept in " + kept.root()
                            + ". Copy that directory from the machine that made them, or call it with"
                            + " --new-passwords, which locks out whoever knows the old ones.");
        }
    }

    private String localUrl(Administrator admin) {
        String port = admin.ask(DatabaseSetup.MAINTENANCE, "show port").getFirst();
        // Encrypting what does not leave this machine would take a third of a daemon's start.
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    private List<String> roles() {
        return Arrays.stream(DatabaseRole.values())
                .map(role -> role.in(database))
                .toList();
    }

    private void say(String line) {
        session.out().println(line);
    }
}
