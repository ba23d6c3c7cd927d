package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/// What an administrator of a PostgreSQL does once so that Rota has a database of its own. Every step may be
/// repeated; each throws [DatabaseTrouble] when the administrator may not do it or the server is not there.
public final class DatabaseSetup {
    private final DatabaseConfig admin;

    /// Connects as `admin`, a role that may create others, for each step anew.
    public DatabaseSetup(DatabaseConfig admin) {
        this.admin = admin;
    }

    /// Sees to a role that may log in, with this password and no other right.
    public void role(String role, String password) {
        asAdministrator(handle -> role(handle, role, password));
    }

    /// Sees to a database that belongs to a role; nobody else may enter it without being granted that.
    public void database(String database, String owner) {
        asAdministrator(handle -> {
            if (!exists(handle, "select 1 from pg_database where datname = :name", database)) {
                handle.execute("create database " + identifier(database) + " owner " + identifier(owner));
            }
            handle.execute("revoke all on database " + identifier(database) + " from public");
        });
    }

    /// Lets a role look at a database's statistics, and at nothing else.
    public void statisticsReader(String role, String password, String database) {
        asAdministrator(handle -> {
            role(handle, role, password);
            handle.execute("grant connect on database " + identifier(database) + " to " + identifier(role));
            handle.execute("grant pg_read_all_stats to " + identifier(role));
            handle.execute("alter role " + identifier(role) + " set default_transaction_read_only = on");
            handle.execute("alter role " + identifier(role) + " connection limit 4");
        });
    }

    private static void role(Handle handle, String role, String password) {
        boolean there = exists(handle, "select 1 from pg_roles where rolname = :name", role);
        handle.execute(
                (there ? "alter role " : "create role ") + identifier(role) + " login password " + literal(password));
    }

    private void asAdministrator(Consumer<Handle> step) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(admin.url());
        source.setUser(admin.user());
        source.setPassword(admin.password());
        source.setApplicationName("rota-setup");
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        try {
            Jdbi.create(source).useHandle(step::accept);
        } catch (JdbiException e) {
            throw new DatabaseTrouble("The database could not be prepared: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Handle handle, String query, String name) {
        return handle.createQuery(query)
                .bind("name", name)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// Statements of this kind take no parameters, so names and texts are quoted here.
    private static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
