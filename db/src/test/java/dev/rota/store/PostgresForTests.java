package dev.rota.store;

import dev.rota.config.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// The tests' PostgreSQL, one server for the JVM: the one named by `ROTA_TEST_DB_URL` (with `ROTA_TEST_DB_USER` and
/// `ROTA_TEST_DB_PASSWORD`, a role that may create databases and roles), else a container where an engine answers
/// (of the image `ROTA_TEST_DB_IMAGE`), else an embedded server. A template is migrated once; every test class gets
/// a copy of it.
public final class PostgresForTests {
    private static @Nullable DatabaseConfig server;
    private static @Nullable String template;

    private PostgresForTests() {}

    /// A database of its own with the newest schema, dropped when it is closed.
    public static synchronized TestDatabase freshDatabase() {
        DatabaseConfig admin = server();
        if (template == null) {
            template = "rota_template_" + UUID.randomUUID().toString().substring(0, 8);
            run(admin, "create database " + template);
            // Neither the zone of the JVM nor that of the session may matter: both are set to something odd.
            run(admin, "alter database " + template + " set timezone to 'Asia/Kathmandu'");
            Migrations.migrate(on(admin, template));
        }
        return create("create database %s template " + template);
    }

    /// A database of its own with nothing in it.
    public static synchronized TestDatabase emptyDatabase() {
        return create("create database %s");
    }

    private static TestDatabase create(String statement) {
        DatabaseConfig admin = server();
        String name =
                "rota_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        run(admin, statement.formatted(name));
        run(admin, "alter database " + name + " set timezone to 'Asia/Kathmandu'");
        return new TestDatabase(on(admin, name), () -> {
            run(admin, "drop database if exists " + name + " with (force)");
            RolesForTests.drop(name).forEach(drop -> run(admin, drop));
        });
    }

    private static DatabaseConfig server() {
        DatabaseConfig known = server;
        if (known == null) {
            known = start();
            server = known;
        }
        return known;
    }

    private static DatabaseConfig start() {
        String given = System.getenv("ROTA_TEST_DB_URL");
        if (given != null) {
            System.out.println("Test database: " + given + " (ROTA_TEST_DB_URL)");
            return new DatabaseConfig(
                    given, env("ROTA_TEST_DB_USER", "postgres"), env("ROTA_TEST_DB_PASSWORD", ""), false);
        }
        if (engineAnswers()) {
            PostgreSQLContainer container =
                    new PostgreSQLContainer(DockerImageName.parse(env("ROTA_TEST_DB_IMAGE", "postgres:18-alpine"))
                            .asCompatibleSubstituteFor("postgres"));
            container.start();
            System.out.println("Test database: container " + container.getDockerImageName());
            return new DatabaseConfig(container.getJdbcUrl(), container.getUsername(), container.getPassword(), false);
        }
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start();
            System.out.println("Test database: embedded PostgreSQL on port " + embedded.getPort());
            return new DatabaseConfig(
                    "jdbc:postgresql://127.0.0.1:" + embedded.getPort() + "/postgres", "postgres", "postgres", false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean engineAnswers() {
        try {
            return (System.getenv("DOCKER_HOST") != null
                            || java.nio.file.Files.exists(java.nio.file.Path.of("/var/run/docker.sock")))
                    && DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String env(String key, String fallback) {
        String value = System.getenv(key);
        return value == null ? fallback : value;
    }

    private static DatabaseConfig on(DatabaseConfig admin, String database) {
        return new DatabaseConfig(
                admin.url().replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database),
                admin.user(),
                admin.password(),
                false);
    }

    private static void run(DatabaseConfig config, String sql) {
        try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
