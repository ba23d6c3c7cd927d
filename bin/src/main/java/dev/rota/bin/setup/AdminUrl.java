package dev.rota.bin.setup;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.config.DatabaseConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// Reads how an administrator reaches a server: a URL as psql or JDBC write it, with or without a user.
final class AdminUrl {
    private AdminUrl() {}

    /// @param url `postgresql://user@host:5432/postgres`, also with `jdbc:` in front
    /// @param environment for `PGPASSWORD`, which keeps the password off the command line
    static DatabaseConfig parse(String url, Map<String, String> environment) {
        URI uri;
        try {
            uri = new URI(url.replaceFirst("^jdbc:", "").replaceFirst("^postgres:", "postgresql:"));
        } catch (URISyntaxException e) {
            throw wrong(url);
        }
        if (!"postgresql".equals(uri.getScheme()) || uri.getRawAuthority() == null) {
            throw wrong(url);
        }
        String authority = uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String hosts = authority.substring(at + 1);
        String login = at < 0 ? "" : authority.substring(0, at);
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        Optional<String> password = colon < 0 ? Optional.empty() : Optional.of(decoded(login.substring(colon + 1)));
        if (hosts.isEmpty()) {
            throw wrong(url);
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new DatabaseConfig(
                "jdbc:postgresql://" + hosts + "/postgres" + query,
                user.isEmpty() ? "postgres" : decoded(user),
                password.orElse(environment.getOrDefault("PGPASSWORD", "")),
                false);
    }

    /// The URL by which Rota's own roles reach a database of the same server.
    static String of(DatabaseConfig admin, String database) {
        return admin.url().replaceFirst("/postgres(\\?|$)", "/" + database + "$1");
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static CommandFailed wrong(String url) {
        return new CommandFailed(
                ExitCode.USAGE,
                "'" + url.replaceFirst(":[^:@/]*@", ":***@")
                        + "' is no URL of a PostgreSQL; write it like postgresql://postgres@db.example:5432/postgres.");
    }
}
