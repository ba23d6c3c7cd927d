package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/// An administrator who comes over the network, with a connection for each visit.
public final class JdbcAdministrator implements Administrator {
    private final DatabaseConfig login;

    /// @param login with any database of the server in its URL; an empty password: that of `~/.pgpass`, if any
    public JdbcAdministrator(DatabaseConfig login) {
        this.login = login;
    }

    @Override
    public List<String> ask(String database, String query) {
        return visit(
                database,
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    @Override
    public void tell(String database, List<String> statements) {
        visit(database, handle -> {
            statements.forEach(handle::execute);
            return 0;
        });
    }

    private <R> R visit(String database, Function<Handle, R> work) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(login.url());
        source.setDatabaseName(database);
        source.setUser(login.user());
        if (!login.password().isEmpty()) {
            source.setPassword(login.password());
        }
        source.setApplicationName("rota-setup");
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        try {
            return Jdbi.create(source).withHandle(work::apply);
        } catch (JdbiException e) {
            throw new DatabaseTrouble("The database could not be prepared: " + e.getMessage(), e);
        }
    }
}
