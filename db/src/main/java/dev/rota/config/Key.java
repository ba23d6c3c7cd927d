package dev.rota.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every key there is. The name outside is the constant's with `ROTA_` before it.
public enum Key {
    CONFIG("the file that settings are read from, /etc/rota/rota.conf unless given"),
    DB_URL("the database, such as jdbc:postgresql://127.0.0.1:5432/rota"),
    DB_USER("the role that Rota connects as"),
    DB_PASSWORD("that role's password", true),
    DB_POOLER("'transaction' when a transaction pooler such as pgbouncer stands before the database, else 'none'"),
    DB_LISTEN_URL("the same database past that pooler, for LISTEN; nowhere unless given"),
    LISTEN("host:port that the API listens on"),
    DAEMON_LISTEN("host:port that the daemon serves its own /metrics and /health on; nowhere unless given"),
    ZONE("the time zone of schedules that name none"),
    POLL("how often the daemon looks for due schedules without being woken"),
    SLOTS("how many runs one daemon may have at once"),
    COMMAND_SLOTS("how many of them may be programs"),
    SCRAPE_SLOTS("how many of the others may be scrapes; half of them unless given"),
    LEASE("how long a daemon that went silent keeps its runs"),
    DRAIN("how long a stopping daemon lets its runs go on"),
    COMMANDS("whether jobs may start programs"),
    COMMAND_DIRS("the directories those programs must lie in, separated by commas"),
    COMMAND_SOCKET(
            "the socket whose unit runs jobs' programs; the unit of the package sets it; else they are children"),
    EGRESS_ALLOW("addresses that are closed to jobs by default but open here: cidr[:port], separated by commas"),
    SECRETS_DIR("a directory with one file for each secret that jobs name"),
    KEEP_AGE("how long history is kept: runs, decisions, samples and logs, such as runs=P90D,samples=P30D"),
    KEEP_BYTES("how much of each may be kept, such as runs=50GB,logs=5GB; the oldest weeks go first"),
    KEEP_ROWS("how many entries of each may be kept, such as runs=100000000"),
    LOG_LEVEL("error, warn, info, debug or trace"),
    LOG_FORMAT("text or json"),
    LOG_FILE("a file to log to instead of standard output"),
    USER_AGENT("how HTTP requests of jobs introduce themselves"),
    DATA("the directory that `rota up` keeps its database in"),
    URL("the API that the command line talks to"),
    TOKEN("the token that the command line shows to the API", true);

    /// Families of names: the tests' own, and the secrets of jobs.
    private static final List<String> FAMILIES = List.of("ROTA_TEST_", "ROTA_SECRET_");

    /// What else may stand in our environment: the run a process belongs to, and what the unit files say of the
    /// boot.
    private static final Set<String> OF_OTHERS = Set.of("ROTA_RUN", "ROTA_BOOT_ID");

    private static final Set<Key> ADDRESSES = EnumSet.of(DB_URL, DB_LISTEN_URL, URL);

    private final String meaning;
    private final boolean secret;

    Key(String meaning) {
        this(meaning, false);
    }

    Key(String meaning, boolean secret) {
        this.meaning = meaning;
        this.secret = secret;
    }

    /// The key as it is written: `ROTA_DB_URL`.
    public String written() {
        return "ROTA_" + name();
    }

    /// What it says, in one clause.
    public String meaning() {
        return meaning;
    }

    /// A value as it may be shown: `***` when it is a secret, and in the place of one that somebody wrote into an
    /// address, where it does not belong.
    public String shown(String value) {
        if (secret) {
            return "***";
        }
        return ADDRESSES.contains(this) ? withoutSecrets(value) : value;
    }

    /// Up to the last `@`, for a password may hold any sign.
    static String withoutSecrets(String address) {
        return address.replaceAll("(?i)(password=)[^&]*", "$1***")
                .replaceFirst("(?s)^((?:jdbc:)?[a-z+]*://)?.*@", "$1***@");
    }

    static Optional<Key> of(String written) {
        return Arrays.stream(values())
                .filter(key -> key.written().equals(written))
                .findAny();
    }

    /// Whether a name claims to be ours and is not: a misspelt key must not be ignored.
    static boolean isUnknown(String written) {
        return written.startsWith("ROTA_")
                && of(written).isEmpty()
                && !OF_OTHERS.contains(written)
                && FAMILIES.stream().noneMatch(written::startsWith);
    }

    /// The key that somebody probably meant.
    static Optional<Key> closestTo(String written) {
        return Arrays.stream(values())
                .filter(key -> distance(key.written(), written) <= 3)
                .min((a, b) -> Integer.compare(distance(a.written(), written), distance(b.written(), written)));
    }

    /// Levenshtein's distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
