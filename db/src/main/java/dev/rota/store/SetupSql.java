package dev.rota.store;

import dev.rota.config.DatabaseRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/// The statements that make roles and databases. They take no parameters, so names and texts are quoted here.
final class SetupSql {
    private static final String UNSHOWN = "***";

    /// For roles that do Rota's work: where a transaction pooler is in between, the only limits the server knows.
    private static final List<String> LIMITS = List.of(
            "statement_timeout = '" + TimeLimits.USUAL.statement().toSeconds() + "s'",
            "lock_timeout = '" + TimeLimits.USUAL.lock().toSeconds() + "s'",
            "idle_in_transaction_session_timeout = '"
                    + TimeLimits.USUAL.idleInTransaction().toSeconds() + "s'",
            "search_path = 'rota'",
            "timezone = 'UTC'");

    private static final List<String> LIMITS_OF_READERS = List.of(
            "default_transaction_read_only = on",
            "statement_timeout = '60s'",
            "idle_in_transaction_session_timeout = '60s'",
            "search_path = 'rota'");

    private SetupSql() {}

    /// What the server keeps instead of the password: it never learns the password, and so cannot log it.
    static String verifier(@Nullable String password) {
        return password == null ? UNSHOWN : PasswordUtil.encodeScramSha256(password.toCharArray());
    }

    static List<String> role(String role, String verifier) {
        return List.of(
                "do $$ begin if not exists (select from pg_roles where rolname = " + literal(role)
                        + ") then create role " + identifier(role) + "; end if; end $$",
                "alter role " + identifier(role) + " login password " + literal(verifier));
    }

    /// Who gives a database to a role must be a member of it, unless he is a superuser.
    static String memberOf(String role) {
        return "do $$ begin if not (select rolsuper from pg_roles where rolname = current_user) then grant "
                + identifier(role) + " to current_user; end if; end $$";
    }

    static String database(String database, String owner) {
        return "create database " + identifier(database) + " owner " + identifier(owner)
                + " encoding 'UTF8' template template0";
    }

    static List<String> limits(String role, String database) {
        return settings(role, database, LIMITS);
    }

    private static List<String> settings(String role, String database, List<String> settings) {
        return settings.stream()
                .map(setting ->
                        "alter role " + identifier(role) + " in database " + identifier(database) + " set " + setting)
                .toList();
    }

    /// Who may enter the database, how often at once, and with which limits. The daemons have no limit of their
    /// own: the others' keep a part of the server's connections free for them.
    static List<String> rights(String database) {
        String daemon = DatabaseRole.DAEMON.in(database);
        String api = DatabaseRole.API.in(database);
        String readonly = DatabaseRole.READONLY.in(database);
        List<String> statements = new ArrayList<>();
        statements.add("grant connect on database " + identifier(database) + " to " + identifier(daemon) + ", "
                + identifier(api) + ", " + identifier(readonly));
        statements.add("alter role " + identifier(api) + " connection limit 40");
        statements.add("alter role " + identifier(readonly) + " connection limit 10");
        statements.addAll(settings(daemon, database, LIMITS));
        statements.addAll(settings(api, database, LIMITS));
        statements.addAll(settings(readonly, database, LIMITS_OF_READERS));
        return statements;
    }

    static String script(String database) {
        String owner = DatabaseRole.MIGRATE.in(database);
        List<String> lines = new ArrayList<>();
        for (DatabaseRole role : DatabaseRole.values()) {
            role(role.in(database), UNSHOWN).forEach(statement -> lines.add(statement + ";"));
        }
        lines.add(memberOf(owner) + ";");
        lines.add("select " + literal(database(database, owner)) + " where not exists (select from pg_database"
                + " where datname = " + literal(database) + ") \\gexec");
        lines.add("revoke all on database " + identifier(database) + " from public;");
        rights(database).forEach(statement -> lines.add(statement + ";"));
        return String.join("\n", lines);
    }

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
