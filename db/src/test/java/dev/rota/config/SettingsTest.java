package dev.rota.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path directory;

    @Test
    void everyMistakeIsToldAtOnceWithItsPlace() throws IOException {
        Path file = file("""
            # a comment
            ROTA_POOL=PT60S
            ROTA_SLOTS=many

            DB_USER=rota
            what is this
            ROTA_SLOTS=3
            """);

        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> Settings.load(Map.of("ROTA_LISTEN", "nowhere", "ROTA_ZONES", "UTC"), file)
                        .read(settings -> List.of(
                                settings.number(Key.SLOTS, 16, 1, 4096),
                                settings.listen(Key.LISTEN, new Listen("127.0.0.1", 8470)),
                                DatabaseConfig.from(settings))));

        assertThat(wrong.problems())
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        file + ":2: ROTA_POOL: There is no such key. Did you mean ROTA_POLL?",
                        file + ":5: DB_USER: There is no such key. Did you mean ROTA_DB_USER?",
                        file + ":6: This is no setting; write KEY=value, or # before a comment.",
                        file + ":7: ROTA_SLOTS: It is set already at " + file + ":3; keep one of them.",
                        "environment: ROTA_ZONES: There is no such key. Did you mean ROTA_ZONE?",
                        "environment: ROTA_LISTEN: 'nowhere' is no host:port; write it like 127.0.0.1:8470.",
                        "environment: ROTA_DB_URL: It is not set: the database, such as"
                                + " jdbc:postgresql://127.0.0.1:5432/rota.",
                        "environment: ROTA_DB_USER: It is not set: the role that Rota connects as.");
    }

    @Test
    void whoNamedTheWrongFileIsNotToldEveryLineOfIt() throws IOException {
        Path file = file("what is this\n".repeat(50_000));

        assertThat(wrong(file).problems()).hasSize(101).last().hasToString(file + ":101: And 49900 more from here on.");
    }

    @Test
    void aFileThatIsNoTextAndOneThatIsFarTooLargeAreRefusedInASentence() throws IOException {
        Path file = Files.write(directory.resolve("binary"), new byte[] {'a', (byte) 0xC3, (byte) 0x28});
        assertThat(wrong(file)).hasMessageEndingWith("is no text in UTF-8; it must have lines of KEY=value.");

        file = file("# ".repeat(2_000_001));
        assertThat(wrong(file)).hasMessageEndingWith("more than 4000000 bytes and is no file of settings.");
    }

    @Test
    void aVeryLongValueIsShownInPart() throws IOException {
        Path file = file("ROTA_SLOTS=" + "9".repeat(10_000));

        assertThat(wrong(file)).hasMessageContaining("'" + "9".repeat(200) + "…' is no whole number");
    }

    private static ConfigException wrong(Path file) {
        return catchThrowableOfType(
                ConfigException.class,
                () -> Settings.load(Map.of(), file).read(settings -> settings.number(Key.SLOTS, 16, 1, 4096)));
    }

    @Test
    void theCredentialsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Path file = file("ROTA_DB_USER=file\nROTA_DB_PASSWORD='of the file'\nROTA_USER_AGENT=file\n");
        Files.writeString(directory.resolve("ROTA_DB_PASSWORD"), "of the credentials\n");

        Settings settings = Settings.load(
                Map.of(
                        "ROTA_DB_PASSWORD", "of the environment",
                        "ROTA_DB_USER", "environment",
                        "CREDENTIALS_DIRECTORY", directory.toString()),
                file);

        List<String> read = settings.read(
                all -> List.of(all.text(Key.DB_PASSWORD, ""), all.text(Key.DB_USER, ""), all.text(Key.USER_AGENT, "")));
        assertThat(read).containsExactly("of the credentials", "environment", "file");
    }

    @ParameterizedTest
    @CsvSource({
        "ROTA_POLL, PT0S",
        "ROTA_POLL, 60",
        "ROTA_SLOTS, 0",
        "ROTA_SLOTS, 99999999999",
        "ROTA_COMMANDS, yes",
        "ROTA_ZONE, Mars/Olympus",
        "ROTA_DB_POOLER, session",
        "ROTA_COMMAND_DIRS, 'usr/bin'"
    })
    void aValueThatCannotBeUsedIsRefused(String key, String value) {
        assertThatThrownBy(() -> Settings.load(Map.of(key, value), null)
                        .read(settings -> List.of(
                                settings.duration(
                                        Key.POLL, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1)),
                                settings.number(Key.SLOTS, 16, 1, 4096),
                                settings.flag(Key.COMMANDS, false),
                                settings.zone(Key.ZONE, ZoneId.of("Etc/UTC")),
                                settings.oneOf(Key.DB_POOLER, "none", "transaction"),
                                settings.directories(Key.COMMAND_DIRS))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("environment: " + key + ": '" + value + "'");
    }

    @Test
    void whatIsNotSetHasItsFallback() throws Exception {
        Settings settings = Settings.load(Map.of("ROTA_SLOTS", " "), null);

        int slots = settings.read(all -> all.number(Key.SLOTS, 16, 1, 4096));
        assertThat(slots).isEqualTo(16);
    }

    @Test
    void aSecretIsNeverShown() {
        DatabaseConfig database = new DatabaseConfig("jdbc:postgresql://db/rota", "rota", "tell nobody", false);

        assertThat(database.toString()).contains("***").doesNotContain("tell nobody");
        assertThat(Key.DB_PASSWORD.shown("tell nobody")).isEqualTo("***");
        assertThat(Key.TOKEN.shown("tell nobody")).isEqualTo("***");
        assertThat(Key.DB_USER.shown("rota")).isEqualTo("rota");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/rota?user=a&password=sesame",
                "jdbc:postgresql://db/rota?PASSWORD=sesame&sslmode=require",
                "jdbc:postgresql://a:sesame@db/rota",
                "jdbc:postgresql://a:ses/ame:sesame@db:5432/rota",
                "postgresql://a:ses@me:sesame@db/rota",
                "a:sesame@db"
            })
    void aUrlWithCredentialsInItIsRefusedWithoutThem(String url) {
        for (String key : List.of("ROTA_DB_URL", "ROTA_DB_LISTEN_URL")) {
            Map<String, String> environment =
                    new HashMap<>(Map.of("ROTA_DB_URL", "jdbc:postgresql://db/rota", "ROTA_DB_USER", "rota"));
            environment.put(key, url);
            assertThatThrownBy(() -> Settings.load(environment, null).read(DatabaseConfig::from))
                    .hasMessageContaining(key + ": '")
                    .hasMessageContaining("must not hold credentials")
                    .hasMessageNotContaining("sesame");
        }
    }

    @Test
    void anAddressIsShownWithoutWhatMayBeAPassword() {
        assertThat(Key.DB_URL.shown("jdbc:postgresql://a:sesame@db/rota?password=sesame&sslmode=require"))
                .isEqualTo("jdbc:postgresql://***@db/rota?password=***&sslmode=require");
        assertThat(Key.DB_URL.shown("jdbc:postgresql://db/rota?password=ses@me&ssl=true"))
                .isEqualTo("jdbc:postgresql://db/rota?password=***&ssl=true");
        assertThat(Key.URL.shown("http://a:se/sa@me@db:8470")).isEqualTo("http://***@db:8470");
        assertThat(Key.DB_URL.shown("jdbc:postgresql://db/rota?sslmode=require"))
                .isEqualTo("jdbc:postgresql://db/rota?sslmode=require");
        assertThat(new DatabaseConfig("jdbc:postgresql://a:sesame@db/rota", "a", "", false).toString())
                .doesNotContain("sesame");
    }

    @Test
    void whereThisUserMayNotLookIsToldInsteadOfWhatIsMissing() throws IOException {
        Path conf = file("ROTA_POLL=PT5S\n");
        Path kept = Files.createDirectories(directory.resolve("credentials/daemon"));
        Map<String, String> environment = Map.of("ROTA_CONFIG", conf.toString());

        Settings shut = new Settings(
                environment, null, DatabaseRole.DAEMON, path -> !path.equals(kept.getParent()) && Origins.isOpen(path));
        assertThat(shut.closed()).contains(directory.resolve("credentials"));
        assertThatThrownBy(() -> shut.read(DatabaseConfig::from))
                .hasMessage(kept.getParent() + ": It is not for this user to look into, and elsewhere nothing says"
                        + " where the database is. Call it as root (sudo).");

        Settings open = new Settings(environment, null, DatabaseRole.DAEMON, Origins::isOpen);
        assertThat(open.closed()).isEmpty();
        assertThatThrownBy(() -> open.read(DatabaseConfig::from)).hasMessageContaining("ROTA_DB_URL: It is not set");
    }

    @Test
    void aDirectoryThatCannotBeEnteredHidesTheFileInIt() {
        Path closed = directory.resolve("rota");
        Path hidden = closed.resolve("rota.conf");
        assertThat(closed.toFile().mkdir()).isTrue();

        Settings settings =
                new Settings(Map.of("ROTA_CONFIG", hidden.toString()), null, null, path -> !path.equals(closed));

        assertThat(settings.closed()).contains(closed);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:5433/rota, 127.0.0.1:5433",
        "jdbc:postgresql://db/rota, db:5432",
        "'jdbc:postgresql://a:1,b/rota?targetServerType=primary', 'a:1,b:5432'"
    })
    void theServersBehindAUrlAreKnown(String url, String servers) {
        assertThat(new DatabaseConfig(url, "rota", "", false).endpoints()).containsExactly(servers.split(","));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:8470, 127.0.0.1, 8470", "[::1]:0, ::1, 0", "localhost:65535, localhost, 65535"})
    void aListenerIsReadAndWrittenTheSameWay(String text, String host, int port) {
        assertThat(Listen.parse(text)).contains(new Listen(host, port));
        assertThat(new Listen(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"8470", "localhost", "localhost:65536", "::1:80", "a b:1", "''"})
    void whatIsNoListenerIsNotGuessedAt(String text) {
        assertThat(Listen.parse(text)).isEmpty();
    }

    @Test
    void aSecretIsAFileOrAVariableAndNeverAPath() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("fw-token"), "from the file\n");
        Files.writeString(directory.resolve("outside"), "not for jobs");
        Secrets found = Settings.load(
                        Map.of("ROTA_SECRETS_DIR", secrets.toString(), "ROTA_SECRET_DB_1", "from the environment"),
                        null)
                .read(Settings::secrets);

        assertThat(found.find("fw-token")).contains("from the file");
        assertThat(found.find("db-1")).contains("from the environment");
        assertThat(found.find("../outside")).isEmpty();
        assertThat(found.find("nobody")).isEmpty();
        assertThat(found.whereToPut("nobody"))
                .contains(secrets.resolve("nobody").toString(), "ROTA_SECRET_NOBODY");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("rota.conf"), text);
    }
}
