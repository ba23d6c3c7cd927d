package dev.rota.bin;

import dev.rota.config.ConfigException;
import dev.rota.config.DatabaseRole;
import dev.rota.store.AccountStore;
import dev.rota.store.Database;
import dev.rota.store.TokenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/// `rota token …`: straight to the database, for whoever holds that may do anything anyway.
@Command(name = "token", description = "Makes, lists and revokes the tokens by which programs are known to the API.")
final class TokenCommand {
    private static final List<String> ROLES = List.of("viewer", "operator", "editor", "admin");

    private final Session session;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the directory of a `rota up`, if no database is configured")
    private @Nullable Path directory;

    TokenCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Makes a token and prints it, this once.")
    int create(
            @Parameters(paramLabel = "ACCOUNT", description = "whose it is; made if there is none of that name")
                    String account,
            @Option(names = "--role", description = "viewer, operator, editor or admin", defaultValue = "editor")
                    String role)
            throws ConfigException {
        if (!ROLES.contains(role)) {
            throw new CommandFailed(ExitCode.USAGE, "'" + role + "' is none of " + String.join(", ", ROLES) + ".");
        }
        try (Database database = open()) {
            session.out()
                    .println(new AccountStore(database)
                            .createToken(account, role)
                            .text());
        }
        session.err()
                .println("This is " + account + "'s token (" + role
                        + "). It is not shown again; hand it over as ROTA_TOKEN.");
        return ExitCode.OK.number();
    }

    @Command(description = "Lists the tokens, without their secrets.")
    int list() throws ConfigException {
        try (Database database = open()) {
            for (TokenStore.Token token : new TokenStore(database).all()) {
                session.out()
                        .println(String.join(
                                "  ",
                                List.of(
                                        Long.toString(token.id()),
                                        token.account(),
                                        token.role(),
                                        token.state(),
                                        "made " + token.createdAt(),
                                        token.lastUsedAt()
                                                .map(at -> "used " + at)
                                                .orElse("never used"))));
            }
        }
        return ExitCode.OK.number();
    }

    @Command(description = "Makes a token worthless at once.")
    int revoke(@Parameters(paramLabel = "ID", description = "its number in `rota token list`") long id)
            throws ConfigException {
        try (Database database = open()) {
            if (!new TokenStore(database).revoke(id)) {
                throw new CommandFailed(ExitCode.FAILURE, "There is no token " + id + " that is still good.");
            }
        }
        session.out().println("Revoked.");
        return ExitCode.OK.number();
    }

    private Database open() throws ConfigException {
        return Database.open(session.database(Optional.ofNullable(directory), DatabaseRole.API), "rota-token");
    }
}
