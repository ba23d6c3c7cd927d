package dev.rota.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How to reach the database.
///
/// @param url                a JDBC URL of PostgreSQL, without credentials
/// @param transactionPooler whether a pooler hands out a connection for a transaction only, so that nothing may be
///                          kept in the session (no prepared statements, no LISTEN)
public record DatabaseConfig(String url, String user, String password, boolean transactionPooler) {
    private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://(?<hosts>[^/?]+)(?:[/?].*)?");

    /// Reads the database's keys, of which the URL and the user must be there.
    public static DatabaseConfig from(Settings settings) {
        String url = settings.required(Key.DB_URL);
        if (!url.isEmpty() && !HOSTS.matcher(url).matches()) {
            settings.refuse(Key.DB_URL, "is no PostgreSQL URL; write it like jdbc:postgresql://127.0.0.1:5432/rota.");
        }
        if (url.contains("password=") || url.contains("user=")) {
            settings.refuse(Key.DB_URL, "must not hold credentials; write them as ROTA_DB_USER and ROTA_DB_PASSWORD.");
        }
        return new DatabaseConfig(
                url,
                settings.required(Key.DB_USER),
                settings.text(Key.DB_PASSWORD, ""),
                settings.oneOf(Key.DB_POOLER, "none", "transaction").equals("transaction"));
    }

    /// The servers behind the URL, each as `host:port`.
    public List<String> endpoints() {
        Matcher matcher = HOSTS.matcher(url);
        if (!matcher.matches()) {
            return List.of();
        }
        return List.of(matcher.group("hosts").split(",", -1)).stream()
                .map(host -> host.matches(".*:\\d+") ? host : host + ":5432")
                .toList();
    }

    @Override
    public String toString() {
        return "DatabaseConfig[url=" + url + ", user=" + user + ", password=***, transactionPooler=" + transactionPooler
                + "]";
    }
}
