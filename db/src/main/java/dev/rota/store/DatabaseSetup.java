package dev.rota.store;

import dev.rota.config.DatabaseRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What an administrator of a PostgreSQL does once so that Rota has a database of its own. Every step may be
/// repeated; each throws [DatabaseTrouble] when the administrator may not do it or the server is not there.
public final class DatabaseSetup {
    /// Where an administrator is before Rota's database is there.
    public static final String MAINTENANCE = "postgres";

    private final Administrator admin;

    public DatabaseSetup(Administrator admin) {
        this.admin = admin;
    }

    /// Sees to a role that may log in, with this password and no other right.
    public void role(String role, String password) {
        admin.tell(MAINTENANCE, SetupSql.role(role, SetupSql.verifier(password)));
    }

    /// Sees to a database that belongs to a role; nobody else may enter it without being granted that.
    ///
    /// @return whether it was made
    public boolean database(String database, String owner) {
        boolean missing = admin.ask(
                        MAINTENANCE, "select 1 from pg_database where datname = " + SetupSql.literal(database))
                .isEmpty();
        if (missing) {
            admin.tell(MAINTENANCE, List.of(SetupSql.database(database, owner)));
        }
        admin.tell(MAINTENANCE, List.of("revoke all on database " + SetupSql.identifier(database) + " from public"));
        return missing;
    }

    /// Sees to the limits that a role which does all of Rota's work has in its database.
    public void limits(String role, String database) {
        admin.tell(MAINTENANCE, SetupSql.limits(role, database));
    }

    /// Lets a role look at a database's statistics, and at nothing else.
    public void statisticsReader(String role, String password, String database) {
        role(role, password);
        String name = SetupSql.identifier(role);
        admin.tell(
                MAINTENANCE,
                List.of(
                        "grant connect on database " + SetupSql.identifier(database) + " to " + name,
                        "grant pg_read_all_stats to " + name,
                        "alter role " + name + " set default_transaction_read_only = on",
                        "alter role " + name + " connection limit 4"));
    }

    /// Whether a role is there.
    public boolean knows(String role) {
        return !admin.ask(MAINTENANCE, "select 1 from pg_roles where rolname = " + SetupSql.literal(role))
                .isEmpty();
    }

    /// Sees to the roles of a database, to the database, and to what each role may and must not exceed there.
    ///
    /// @return whether the database was made
    /// @throws DatabaseTrouble also when a database of that name belongs to somebody else
    public boolean everything(String database, Map<DatabaseRole, String> passwords) {
        String owner = DatabaseRole.MIGRATE.in(database);
        List<String> roles = new ArrayList<>();
        for (DatabaseRole role : DatabaseRole.values()) {
            roles.addAll(SetupSql.role(role.in(database), SetupSql.verifier(passwords.get(role))));
        }
        roles.add(SetupSql.memberOf(owner));
        refuseForeign(database, owner);
        admin.tell(MAINTENANCE, roles);
        boolean made = database(database, owner);
        admin.tell(MAINTENANCE, SetupSql.rights(database));
        return made;
    }

    private void refuseForeign(String database, String owner) {
        List<String> owners = admin.ask(
                MAINTENANCE,
                "select pg_get_userbyid(datdba) from pg_database where datname = " + SetupSql.literal(database));
        if (!owners.isEmpty() && !owners.getFirst().equals(owner)) {
            String now = SetupSql.identifier(owners.getFirst());
            throw new DatabaseTrouble("There is a database " + database + " already, and it belongs to "
                    + owners.getFirst() + ". If it is Rota's, hand it over as an administrator: create role "
                    + SetupSql.identifier(owner) + "; alter database " + SetupSql.identifier(database) + " owner to "
                    + SetupSql.identifier(owner) + "; and in it: reassign owned by " + now + " to "
                    + SetupSql.identifier(owner) + "; else choose another name with --database.");
        }
    }

    /// The same as a script for psql, with `***` for the passwords.
    public static String script(String database) {
        return SetupSql.script(database);
    }
}
