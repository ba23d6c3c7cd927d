package dev.rota.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the server itself ends what takes too long, and finds the tables. A connection brings its limits along,
/// but a pooler refuses or loses them: then only what the role has of its own counts (`rota setup-db` gives it), and
/// nobody would notice that it is missing until something hangs.
public final class ServerLimits {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLimits.class);

    /// What is looked at, as SHOW names it.
    private static final List<String> SETTINGS =
            List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "search_path");

    /// Those of the path that are there.
    private static final String SCHEMAS = "current_schemas";

    private static final Pattern SPAN = Pattern.compile("(?<count>\\d+)(?<unit>us|ms|s|min|h|d)?");
    /// Less is not enough for a batch on a busy machine.
    private static final Duration LEAST = Duration.ofMillis(500);

    private ServerLimits() {}

    /// @param what   one clause: what is missing or odd
    /// @param advice what to do about it
    public record Odd(String what, String advice) {
        /// Both as one sentence.
        public String sentence() {
            return what + "; " + advice;
        }
    }

    private record Flaw(String what, String remedy) {}

    /// Asks the server through the pool, so that what its connections meet is seen.
    static Optional<Odd> look(Database database, TimeLimits wanted) {
        return database.withHandle(handle -> look(handle, wanted));
    }

    /// Writes into the log what [#look] finds, for whoever starts.
    ///
    /// @return whether the database answered; if not, that is told elsewhere
    public static boolean tell(Database database, TimeLimits wanted) {
        try {
            look(database, wanted).ifPresent(odd -> LOG.warn("{}", odd.sentence()));
            return true;
        } catch (RuntimeException e) {
            LOG.debug("The limits of the database could not be looked at", e);
            return false;
        }
    }

    static Optional<Odd> look(Handle handle, TimeLimits wanted) {
        Map<String, String> shown = new HashMap<>();
        SETTINGS.forEach(name -> shown.put(name, show(handle, name)));
        // A role whose own name is rota finds the schema by "$user".
        shown.put(
                SCHEMAS,
                handle.createQuery("select array_to_string(current_schemas(false), ', ')")
                        .mapTo(String.class)
                        .one());
        return judge(
                shown,
                wanted,
                show(handle, "session_authorization"),
                handle.createQuery("select current_database()")
                        .mapTo(String.class)
                        .one());
    }

    static String show(Handle handle, String setting) {
        return handle.createQuery("show " + setting).mapTo(String.class).one();
    }

    /// @param shown by name, as SHOW prints them, and the schemas that are found
    static Optional<Odd> judge(Map<String, String> shown, TimeLimits wanted, String role, String database) {
        List<Flaw> flaws = new ArrayList<>();
        Duration statement = span(shown, "statement_timeout");
        flaw(
                flaws,
                shown,
                "statement_timeout",
                wanted.statement(),
                statement.compareTo(LEAST) < 0 || statement.compareTo(wanted.socket()) >= 0,
                "it must be at least half a second and less than the "
                        + wanted.socket().toSeconds() + " s after which the driver gives up");
        flaw(
                flaws,
                shown,
                "lock_timeout",
                wanted.lock(),
                span(shown, "lock_timeout").compareTo(statement.isZero() ? wanted.statement() : statement) >= 0,
                "it must be less than statement_timeout");
        Duration lease = wanted.idleInTransaction().multipliedBy(4);
        flaw(
                flaws,
                shown,
                "idle_in_transaction_session_timeout",
                wanted.idleInTransaction(),
                span(shown, "idle_in_transaction_session_timeout").compareTo(lease) > 0,
                "it must not be more than the lease, " + lease.toSeconds() + " s");
        String path = shown.getOrDefault("search_path", "");
        if (!namesRota(path) && !namesRota(shown.getOrDefault(SCHEMAS, ""))) {
            flaws.add(new Flaw("a search_path without rota (" + path + ")", "search_path = 'rota'"));
        }
        return flaws.isEmpty() ? Optional.empty() : Optional.of(odd(flaws, role, database));
    }

    private static boolean namesRota(String path) {
        return List.of(path.split("[\\s,\"]+", -1)).contains("rota");
    }

    private static void flaw(
            List<Flaw> flaws, Map<String, String> shown, String name, Duration usual, boolean odd, String rule) {
        String remedy = name + " = '" + usual.toMillis() + "ms'";
        if (span(shown, name).isZero()) {
            flaws.add(new Flaw("no " + name, remedy));
        } else if (odd) {
            flaws.add(new Flaw(name + " " + shown.get(name) + " (" + rule + ")", remedy));
        }
    }

    private static Odd odd(List<Flaw> flaws, String role, String database) {
        String alter =
                "alter role " + SetupSql.identifier(role) + " in database " + SetupSql.identifier(database) + " set ";
        return new Odd(
                "The database gives the connections of the role " + role + " "
                        + flaws.stream().map(Flaw::what).collect(Collectors.joining(", "))
                        + ", so that what hangs there may keep locks and connections from all others",
                "`rota setup-db` gives the roles their limits, by hand it is "
                        + flaws.stream().map(flaw -> alter + flaw.remedy()).collect(Collectors.joining("; "))
                        + ", and connections of before keep what they had.");
    }

    /// Zero: no limit.
    private static Duration span(Map<String, String> shown, String name) {
        Matcher span = SPAN.matcher(shown.getOrDefault(name, "0"));
        if (!span.matches()) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(span.group("count"));
        String unit = span.group("unit");
        return switch (unit == null ? "ms" : unit) {
            case "us" -> Duration.ofNanos(count * 1_000);
            case "s" -> Duration.ofSeconds(count);
            case "min" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofMillis(count);
        };
    }
}
