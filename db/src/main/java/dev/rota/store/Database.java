package dev.rota.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.rota.config.DatabaseConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// One small pool of connections to PostgreSQL, with a time limit on every socket and every statement.
///
/// The limits ([TimeLimits]) are part of the connection, not set in its session. Behind a transaction pooler those
/// of the server are the role's own settings.
public final class Database implements AutoCloseable {
    static final Duration CONNECT = Duration.ofSeconds(3);

    /// How often an edit is done before whoever sent it is told to send it again.
    private static final int EDITS = 4;

    /// After how many times the driver has a statement planned once: never.
    private static final String NOT_BY_ITSELF = String.valueOf(Integer.MAX_VALUE);

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /// Opens a pool of at most `size` connections; does not wait for the database to be there.
    public static Database open(DatabaseConfig config, String applicationName, int size) {
        return open(config, applicationName, size, TimeLimits.USUAL, Map.of());
    }

    /// The same for one that asks much, and seldom the same: the server plans each statement for the values it
    /// comes with. A plan for any value, which it would keep after some times, reads a whole index to find the one
    /// run whose id lies between two, for it takes it for one of thousands. What is [Sql#plannedOnce] says so
    /// itself.
    public static Database openForReaders(DatabaseConfig config, String applicationName, int size) {
        return open(
                config,
                applicationName,
                size,
                TimeLimits.USUAL,
                config.transactionPooler() ? Map.of() : Map.of("prepareThreshold", NOT_BY_ITSELF));
    }

    /// The same for a daemon, with limits of its own. Its statements bring their rows with them, ten or a thousand:
    /// one plan serves all. Left to itself the server plans the largest of them again each time, which takes longer
    /// than to carry it out.
    public static Database openForEngine(DatabaseConfig config, String applicationName, int size, TimeLimits limits) {
        Map<String, String> plannedOnce = config.transactionPooler()
                ? Map.of()
                : Map.of("options", options(limits) + " -c plan_cache_mode=force_generic_plan -c jit=off");
        return open(config, applicationName, size, limits, plannedOnce);
    }

    private static Database open(
            DatabaseConfig config, String applicationName, int size, TimeLimits limits, Map<String, String> besides) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName(applicationName);
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(CONNECT.toMillis());
        hikari.setValidationTimeout(CONNECT.toMillis() - 500);
        hikari.setInitializationFailTimeout(-1);
        hikari.setExceptionOverride(new LostPrimary());
        hikari.setDataSourceProperties(driverProperties(config, applicationName, limits));
        besides.forEach(hikari::addDataSourceProperty);
        return new Database(new HikariDataSource(hikari));
    }

    public static Database open(DatabaseConfig config, String applicationName) {
        return open(config, applicationName, 4);
    }

    static Properties driverProperties(DatabaseConfig config, String applicationName, TimeLimits limits) {
        Properties driver = new Properties();
        driver.setProperty("ApplicationName", applicationName);
        driver.setProperty("connectTimeout", String.valueOf(CONNECT.toSeconds()));
        driver.setProperty("loginTimeout", String.valueOf(CONNECT.toSeconds() * 2));
        driver.setProperty("socketTimeout", String.valueOf(limits.socket().toSeconds()));
        driver.setProperty("cancelSignalTimeout", String.valueOf(CONNECT.toSeconds()));
        driver.setProperty("tcpKeepAlive", "true");
        driver.setProperty("targetServerType", "primary");
        driver.setProperty("hostRecheckSeconds", "2");
        driver.setProperty("logServerErrorDetail", "false");
        driver.setProperty("reWriteBatchedInserts", "true");
        if (config.onThisMachine() && !config.url().contains("sslmode=")) {
            // Nobody listens between us and the server, and to encrypt takes a third of a start. Where the server
            // wants it, it is done.
            driver.setProperty("sslmode", "allow");
        }
        if (config.transactionPooler()) {
            // No start-up parameters, which a pooler refuses or loses: schema and limits are the role's own settings.
            driver.setProperty("prepareThreshold", "0");
        } else {
            driver.setProperty("currentSchema", "rota");
            driver.setProperty("options", options(limits));
        }
        return driver;
    }

    private static String options(TimeLimits limits) {
        return "-c statement_timeout=" + limits.statement().toMillis() + " -c lock_timeout="
                + limits.lock().toMillis() + " -c idle_in_transaction_session_timeout="
                + limits.idleInTransaction().toMillis();
    }

    /// Loads what the first pool would load, so that it can be done while something else is waited for.
    public static void prepare() {
        Jdbi unused = Jdbi.create(() -> {
            throw new SQLException("This one connects nowhere.");
        });
        unused.installPlugin(new PostgresPlugin());
    }

    /// What the pool is at.
    ///
    /// @param busy   connections that somebody works with
    /// @param wanted threads that wait for one
    /// @param most   how many connections there may be
    public record Connections(int busy, int idle, int wanted, int most) {}

    public Connections connections() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null // before the first connection was asked for
                ? new Connections(0, 0, 0, pool.getMaximumPoolSize())
                : new Connections(
                        now.getActiveConnections(),
                        now.getIdleConnections(),
                        now.getThreadsAwaitingConnection(),
                        pool.getMaximumPoolSize());
    }

    /// For the stores of this package.
    Jdbi jdbi() {
        return jdbi;
    }

    <R> R inTransaction(Function<Handle, R> work) {
        return jdbi.inTransaction(work::apply);
    }

    /// What people write, in a transaction; inside one that is under way it is a part of that. When it met others
    /// that wrote the same in another order, or at once, and had to give way, it is done again a few times.
    ///
    /// @param work does nothing that a second time would not do over
    <R> R edit(Function<Handle, R> work) {
        return jdbi.withHandle(handle -> {
            if (handle.isInTransaction()) {
                return work.apply(handle);
            }
            for (int time = 1; ; time++) {
                try {
                    return handle.inTransaction(work::apply);
                } catch (RuntimeException e) {
                    if (time == EDITS || !DatabaseFault.gaveWay(e)) {
                        throw e;
                    }
                }
            }
        });
    }

    <R> R withHandle(Function<Handle, R> work) {
        return jdbi.withHandle(work::apply);
    }

    @Override
    public void close() {
        pool.close();
    }
}
