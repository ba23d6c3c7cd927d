package dev.rota.bin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rota.bin.doctor.Finding.Level;
import dev.rota.config.DatabaseRole;
import dev.rota.config.Settings;
import dev.rota.store.DaemonReadStore.Daemon;
import dev.rota.store.Examination.Clock;
import dev.rota.store.Examination.Server;
import dev.rota.store.Examination.Some;
import dev.rota.store.Examination.Work;
import dev.rota.store.Migrations.State;
import dev.rota.store.ServerLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every probe, with facts that please it and facts that do not.
class ProbesTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Some NONE = new Some(0, List.of());

    @Test
    void aServerThatIsOldOrOnlyFollowsIsRefused() {
        assertThat(worst(ServerProbe.look(server(Map.of()), "url"))).isEqualTo(Level.OK);
        assertThat(worst(ServerProbe.look(server(Map.of("server_version_num", "130012")), "url")))
                .isEqualTo(Level.FAIL);
        assertThat(worst(ServerProbe.look(server(Map.of("default_transaction_read_only", "on")), "url")))
                .isEqualTo(Level.FAIL);
        assertThat(worst(ServerProbe.look(new Server(settings(Map.of()), true, 1, -1, 0, false), "url")))
                .isEqualTo(Level.FAIL);
    }

    @Test
    void settingsThatLoseDataFailAndSettingsThatLoseTheLastMomentWarn() {
        assertThat(worst(SettingsProbe.look(server(Map.of()), Optional.empty())))
                .isEqualTo(Level.OK);
        assertThat(worst(SettingsProbe.look(server(Map.of("fsync", "off")), Optional.empty())))
                .isEqualTo(Level.FAIL);
        assertThat(worst(SettingsProbe.look(server(Map.of("full_page_writes", "off")), Optional.empty())))
                .isEqualTo(Level.FAIL);
        assertThat(worst(SettingsProbe.look(server(Map.of("synchronous_commit", "off")), Optional.empty())))
                .isEqualTo(Level.WARN);
        assertThat(worst(SettingsProbe.look(server(Map.of("autovacuum", "off")), Optional.empty())))
                .isEqualTo(Level.WARN);
    }

    @Test
    void behindAPoolerTheRoleMustHaveItsLimits() {
        List<Finding> findings = SettingsProbe.look(
                server(Map.of()), Optional.of(new ServerLimits.Odd("There is no statement_timeout", "Set one.")));

        assertThat(worst(findings)).isEqualTo(Level.WARN);
        assertThat(findings.getFirst().what()).startsWith("There is no statement_timeout; behind a pooler");
        assertThat(findings.getFirst().advice()).isEqualTo("Set one.");
    }

    @Test
    void connectionsMustSufficeForEveryDaemon() {
        assertThat(worst(ConnectionsProbe.look(server(Map.of()), 2))).isEqualTo(Level.OK);
        assertThat(worst(ConnectionsProbe.look(server(Map.of()), 20))).isEqualTo(Level.FAIL);
        assertThat(worst(ConnectionsProbe.look(new Server(settings(Map.of()), false, 95, -1, 0, false), 1)))
                .isEqualTo(Level.WARN);
        assertThat(worst(ConnectionsProbe.look(new Server(settings(Map.of()), false, 1, 3, 0, false), 1)))
                .isEqualTo(Level.WARN);
    }

    @Test
    void aClockMayBeTwoSecondsOff() {
        Clock clock = new Clock(NOW, Duration.ofMillis(2));
        assertThat(worst(ClockProbe.look(clock, NOW.plusMillis(1900)))).isEqualTo(Level.OK);
        assertThat(worst(ClockProbe.look(clock, NOW.plusMillis(2100)))).isEqualTo(Level.WARN);
        assertThat(ClockProbe.look(clock, NOW.minusSeconds(60)).getFirst().what())
                .contains("behind");
    }

    @Test
    void aSchemaThatDoesNotFitFails() {
        assertThat(worst(SchemaProbe.look(new State.Fits(3)))).isEqualTo(Level.OK);
        assertThat(worst(SchemaProbe.look(new State.Missing()))).isEqualTo(Level.FAIL);
        assertThat(worst(SchemaProbe.look(new State.TooOld(1, 2)))).isEqualTo(Level.FAIL);
        assertThat(worst(SchemaProbe.look(new State.TooNew(9, 9)))).isEqualTo(Level.FAIL);
        assertThat(worst(SchemaProbe.partitions(List.of()))).isEqualTo(Level.OK);
        assertThat(worst(SchemaProbe.partitions(List.of("run")))).isEqualTo(Level.WARN);
    }

    @Test
    void aRoleThatLacksARightFailsAndASuperuserWarns() {
        assertThat(worst(RolesProbe.look(DatabaseRole.DAEMON, "d", false, List.of())))
                .isEqualTo(Level.OK);
        assertThat(worst(RolesProbe.look(DatabaseRole.DAEMON, "d", true, List.of())))
                .isEqualTo(Level.WARN);
        assertThat(worst(RolesProbe.look(DatabaseRole.DAEMON, "d", false, List.of("may not claim"))))
                .isEqualTo(Level.FAIL);
    }

    @Test
    void hintsThatDoNotArriveAreMissedUnlessAPoolerIsConfigured() {
        assertThat(worst(HintsProbe.look(true))).isEqualTo(Level.OK);
        assertThat(worst(HintsProbe.look(false))).isEqualTo(Level.WARN);
        assertThat(worst(HintsProbe.off())).isEqualTo(Level.OK);
    }

    @Test
    void aDiskThatFillsWarnsAndAFullOneFails() {
        long gib = 1L << 30;
        assertThat(DiskProbe.judge(Path.of("/"), 50 * gib, 100 * gib).level()).isEqualTo(Level.OK);
        assertThat(DiskProbe.judge(Path.of("/"), 4 * gib, 100 * gib).level()).isEqualTo(Level.WARN);
        assertThat(DiskProbe.judge(Path.of("/"), gib / 2, gib).level()).isEqualTo(Level.WARN);
        assertThat(DiskProbe.judge(Path.of("/"), gib / 20, gib).level()).isEqualTo(Level.FAIL);
        assertThat(DiskProbe.look(List.of(Path.of("/nowhere/at/all")))).isEmpty();
    }

    @Test
    void aNameThatIsNotKnownFails() {
        assertThat(worst(NamesProbe.look(List.of("127.0.0.1")))).isEqualTo(Level.OK);
        assertThat(worst(NamesProbe.look(List.of("nobody.invalid")))).isEqualTo(Level.FAIL);
        assertThat(worst(NamesProbe.ofTargets(0))).isEqualTo(Level.OK);
        assertThat(worst(NamesProbe.ofTargets(3))).isEqualTo(Level.WARN);
    }

    @Test
    void otherTimeZonesThanTheSystemsWarn(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("tzdata.zi"), "# version 2025b\n# more\n");
        assertThat(TimeZonesProbe.of(file)).contains("2025b");
        assertThat(TimeZonesProbe.of(directory.resolve("none"))).isEmpty();
        assertThat(worst(TimeZonesProbe.look("2025b", Optional.of("2025b")))).isEqualTo(Level.OK);
        assertThat(worst(TimeZonesProbe.look("2025b", Optional.empty()))).isEqualTo(Level.OK);
        assertThat(worst(TimeZonesProbe.look("2025b", Optional.of("2026a")))).isEqualTo(Level.WARN);
        assertThat(TimeZonesProbe.own()).matches("20\\d\\d[a-z]+");
    }

    @Test
    void unitsAreToldApart() {
        List<Finding> findings = UnitsProbe.judge("""
            Id=rota-daemon.service
            LoadState=loaded
            ActiveState=active
            SubState=running
            NRestarts=0
            StatusText=Polling every PT60S; 0 of 16 slots are taken.

            Id=rota-api.service
            LoadState=loaded
            ActiveState=failed
            Result=exit-code

            Id=rota-migrate.service
            LoadState=not-found
            ActiveState=inactive
            """);
        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL, Level.SKIPPED);
        assertThat(findings.get(0).what()).contains("Polling every");
        assertThat(worst(UnitsProbe.judge(
                        "Id=rota-daemon.service\nLoadState=loaded\nActiveState=active\nNRestarts=3\n")))
                .isEqualTo(Level.WARN);
        assertThat(worst(UnitsProbe.judge("Id=rota-api.service\nLoadState=loaded\nActiveState=inactive\n")))
                .isEqualTo(Level.WARN);
        String migrate = "Id=rota-migrate.service\nLoadState=loaded\nNRestarts=7\nActiveState=";
        assertThat(worst(UnitsProbe.judge(migrate + "activating\n"))).isEqualTo(Level.WARN);
        assertThat(worst(UnitsProbe.judge(migrate + "active\n"))).isEqualTo(Level.OK);
        assertThat(worst(UnitsProbe.judge(migrate + "inactive\n"))).isEqualTo(Level.OK);
    }

    @Test
    void aDaemonThatDoesNotKeepUpWarnsAndNoneFails() {
        assertThat(worst(DaemonsProbe.look(List.of()))).isEqualTo(Level.FAIL);
        assertThat(worst(DaemonsProbe.look(List.of(daemon(false, 0, 1, 0L, null)))))
                .isEqualTo(Level.FAIL);
        assertThat(worst(DaemonsProbe.look(List.of(daemon(true, 10, 1, 5L, null)))))
                .isEqualTo(Level.OK);
        assertThat(worst(DaemonsProbe.look(List.of(daemon(true, 20_000, 1, 5L, null)))))
                .isEqualTo(Level.WARN);
        assertThat(worst(DaemonsProbe.look(List.of(daemon(true, 10, 16, 5L, null)))))
                .isEqualTo(Level.WARN);
        assertThat(worst(DaemonsProbe.look(List.of(daemon(true, 10, 1, -3_000L, null)))))
                .isEqualTo(Level.WARN);
        assertThat(worst(DaemonsProbe.look(List.of(daemon(true, 10, 1, 5L, NOW)))))
                .isEqualTo(Level.WARN);
    }

    @Test
    void schedulesThatDoNotRunAreNamed() {
        Some one = new Some(1, List.of("backup"));
        assertThat(worst(SchedulesProbe.look(new Work(NONE, NONE, NONE, 0, 0)))).isEqualTo(Level.OK);
        assertThat(worst(SchedulesProbe.look(new Work(one, NONE, NONE, 0, 0)))).isEqualTo(Level.WARN);
        assertThat(worst(SchedulesProbe.look(new Work(NONE, one, NONE, 0, 0)))).isEqualTo(Level.WARN);
        assertThat(worst(SchedulesProbe.look(new Work(NONE, NONE, one, 0, 0)))).isEqualTo(Level.FAIL);
        assertThat(worst(SchedulesProbe.look(new Work(NONE, NONE, NONE, 2, 0)))).isEqualTo(Level.WARN);
        assertThat(SchedulesProbe.look(new Work(new Some(7, List.of("a", "b")), NONE, NONE, 0, 0))
                        .getFirst()
                        .what())
                .isEqualTo("7 are overdue for more than two minutes: a, b and 5 more.");
    }

    @Test
    void mistakesInTheConfigurationAreFindingsEach(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("rota.conf"), "ROTA_SLOTS=none\nROTA_POL=PT5S\n");
        List<Finding> findings = ConfigurationProbe.look(Settings.load(Map.of(), file), file, Optional.empty());
        assertThat(findings).extracting(Finding::level).containsOnly(Level.FAIL).hasSize(4);
        assertThat(findings)
                .anySatisfy(finding -> assertThat(finding.what()).contains(":2", "Did you mean ROTA_POLL?"));
    }

    @Test
    void settingsThatThisUserMayNotSeeAreAMatterForRootAndNoFault(@TempDir Path directory) {
        Settings empty = Settings.load(Map.of(), directory.resolve("rota.conf"));

        assertThat(ConfigurationProbe.look(empty, directory.resolve("rota.conf"), Optional.of(directory)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.what()).startsWith(directory + " is not for this user to look into");
                    assertThat(finding.advice()).contains("sudo rota doctor");
                });
    }

    @Test
    void aProbeThatBreaksIsAFindingAndTheOthersGoOn() {
        Looking looking = new Looking();
        assertThat(looking.at("broken", () -> {
                    throw new IllegalStateException("the floor gave way");
                }))
                .isFalse();
        assertThat(looking.at("next", () -> List.of(Finding.ok("fine")))).isTrue();
        assertThat(looking.worst()).isEqualTo(Level.FAIL);
        assertThat(looking.all().getFirst().finding().what()).contains("the floor gave way");
    }

    private static Level worst(List<Finding> findings) {
        return findings.stream().map(Finding::level).max(Level::compareTo).orElseThrow();
    }

    @Test
    void whatADaemonCouldNotTidyUpIsToldBesideHowItStands() {
        Daemon daemon = daemon(true, 3, 2, 20, null);
        ((ObjectNode) daemon.totals()).put("maintenance", "Could not drop old runs: a lock.");

        List<Finding> findings = DaemonsProbe.look(List.of(daemon));

        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.WARN);
        assertThat(findings.getLast().what()).contains("maintenance", "Could not drop old runs: a lock.");
        assertThat(findings.getLast().advice()).contains("pg_stat_activity");
    }

    private static Map<String, String> settings(Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "fsync", "on",
                "full_page_writes", "on",
                "synchronous_commit", "on",
                "autovacuum", "on",
                "max_connections", "100",
                "server_version_num", "150004",
                "default_transaction_read_only", "off"));
        settings.putAll(other);
        return settings;
    }

    private static Server server(Map<String, String> other) {
        return new Server(settings(other), false, 10, -1, 1 << 20, false);
    }

    private static Daemon daemon(boolean alive, long lag, int running, long offset, @Nullable Instant suspect) {
        JsonNodeFactory none = JsonNodeFactory.instance;
        return new Daemon(
                UUID.randomUUID(),
                "here",
                1,
                "1",
                "ready",
                NOW,
                NOW,
                5,
                alive,
                NOW,
                lag,
                16,
                running,
                offset,
                suspect,
                none.objectNode(),
                none.objectNode());
    }
}
