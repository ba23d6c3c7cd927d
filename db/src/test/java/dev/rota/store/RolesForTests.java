package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import dev.rota.config.DatabaseRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// The roles of `rota setup-db` in a database of a test, made when a test first asks for one.
final class RolesForTests {
    private static final String PASSWORD = "of a test";
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

    private RolesForTests() {}

    static DatabaseConfig in(DatabaseConfig admin, DatabaseRole role) {
        String database = admin.url().replaceFirst("jdbc:postgresql://[^/]+/([^?]*).*", "$1");
        if (MADE.add(database)) {
            List<String> statements = new ArrayList<>();
            for (DatabaseRole each : DatabaseRole.values()) {
                statements.addAll(SetupSql.role(each.in(database), SetupSql.verifier(PASSWORD)));
            }
            statements.addAll(SetupSql.rights(database));
            new JdbcAdministrator(admin).tell(database, statements);
            Jdbi.create(admin.url(), admin.user(), admin.password()).useTransaction(Grants::give);
        }
        return new DatabaseConfig(admin.url(), role.in(database), PASSWORD, false);
    }

    /// What drops the roles of a database, once it is gone; nothing if there are none.
    static List<String> drop(String database) {
        return MADE.remove(database)
                ? List.of("drop role "
                        + Arrays.stream(DatabaseRole.values())
                                .map(role -> role.in(database))
                                .collect(Collectors.joining(", ")))
                : List.of();
    }
}
