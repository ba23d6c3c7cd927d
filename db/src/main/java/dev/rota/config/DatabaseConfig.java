package dev.rota.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How to reach the database.
///
/// @param url                a JDBC URL of PostgreSQL, without credentials
/// @param transactionPooler whether a pooler hands out a connection for a transaction only, so that nothing may be
///                          kept in the session (no prepared statements, no LISTEN)
/// @param listenUrl         the same database past the pooler, for LISTEN alone; null: there is no such way
public record DatabaseConfig(
        String url,
        String user,
        String password,
        boolean transactionPooler,
        @Nullable String listenUrl) {
    private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://(?<hosts>[^/?]+)(?:[/?].*)?");

    /// As parameters, or before the host, as other programs take them. Only an `@` behind the `?` is none.
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)password=|user=|^[^?]*@");

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1]):\\d+");

    /// One that is listened to where it is worked with.
    public DatabaseConfig(String url, String user, String password, boolean transactionPooler) {
        this(url, user, password, transactionPooler, null);
    }

    /// Reads the database's keys, of which the URL and the user must be there.
    public static DatabaseConfig from(Settings settings) {
        String url = settings.required(Key.DB_URL);
        check(settings, Key.DB_URL, url);
        Optional<String> listenUrl = settings.optional(Key.DB_LISTEN_URL);
        listenUrl.ifPresent(direct -> check(settings, Key.DB_LISTEN_URL, direct));
        return new DatabaseConfig(
                url,
                settings.required(Key.DB_USER),
                settings.text(Key.DB_PASSWORD, ""),
                settings.oneOf(Key.DB_POOLER, "none", "transaction").equals("transaction"),
                listenUrl.orElse(null));
    }

    private static void check(Settings settings, Key key, String url) {
        if (CREDENTIALS.matcher(url).find()) {
            settings.refuse(key, "must not hold credentials; write them as ROTA_DB_USER and ROTA_DB_PASSWORD.");
        } else if (!url.isEmpty() && !HOSTS.matcher(url).matches()) {
            settings.refuse(key, "is no PostgreSQL URL; write it like jdbc:postgresql://127.0.0.1:5432/rota.");
        }
    }

    /// Where to listen for hints; empty where no session lasts long enough to listen in.
    public Optional<DatabaseConfig> toListen() {
        if (listenUrl != null) {
            return Optional.of(new DatabaseConfig(listenUrl, user, password, false));
        }
        return transactionPooler ? Optional.empty() : Optional.of(this);
    }

    /// The servers behind the URLs, each as `host:port`, those to work with first.
    public List<String> endpoints() {
        List<String> all = new ArrayList<>(endpoints(url));
        if (listenUrl != null) {
            all.addAll(endpoints(listenUrl));
        }
        return all.stream().distinct().toList();
    }

    /// Whether what goes to the database never leaves this machine.
    public boolean onThisMachine() {
        List<String> all = endpoints(url);
        return !all.isEmpty()
                && all.stream().allMatch(host -> LOOPBACK.matcher(host).matches());
    }

    private static List<String> endpoints(String url) {
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
        return "DatabaseConfig[url=" + Key.withoutSecrets(url) + ", user=" + user + ", password=***, transactionPooler="
                + transactionPooler + ", listenUrl="
                + (listenUrl == null ? null : Key.withoutSecrets(listenUrl)) + "]";
    }
}
