package dev.rota.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class SystemdNotifyTest {

    @Test
    void everyMessageArrivesAtASocketWithAPath(@TempDir Path directory) throws IOException {
        everyMessageArrives(directory.resolve("notify").toString());
    }

    @Test
    void everyMessageArrivesAtAnAbstractSocket() throws IOException {
        everyMessageArrives("@rota-test-" + UUID.randomUUID());
    }

    private static void everyMessageArrives(String name) throws IOException {
        try (NotifySocket manager = new NotifySocket(name)) {
            Notify notify = notifying(name);

            notify.ready("polling, 3 schedules");
            assertThat(manager.next()).containsExactly("READY=1", "STATUS=polling, 3 schedules");
            notify.status("running 2 of 16");
            assertThat(manager.next()).containsExactly("STATUS=running 2 of 16");
            notify.watchdog();
            assertThat(manager.next()).containsExactly("WATCHDOG=1");
            notify.extend(Duration.ofSeconds(30));
            assertThat(manager.next()).containsExactly("EXTEND_TIMEOUT_USEC=30000000");
            notify.stopping();
            assertThat(manager.next()).containsExactly("STOPPING=1");
        }
    }

    @Test
    void aReloadCarriesTheTimeOfTheMonotonicClock() throws IOException {
        String name = "@rota-test-" + UUID.randomUUID();
        try (NotifySocket manager = new NotifySocket(name);
                Arena arena = Arena.ofConfined()) {
            long before = Libc.monotonicMicros(arena);
            notifying(name).reloading();
            long after = Libc.monotonicMicros(arena);

            assertThat(manager.next())
                    .hasSize(2)
                    .startsWith("RELOADING=1")
                    .last()
                    .satisfies(line -> {
                        assertThat(line).startsWith("MONOTONIC_USEC=");
                        assertThat(Long.parseLong(line.substring("MONOTONIC_USEC=".length())))
                                .isBetween(before, after);
                    });
        }
    }

    @Test
    void aStatusWithLineBreaksStaysOneAssignment() throws IOException {
        String name = "@rota-test-" + UUID.randomUUID();
        try (NotifySocket manager = new NotifySocket(name)) {
            notifying(name).status("database:\nSTOPPING=1\r\nÄrger");

            assertThat(manager.next()).containsExactly("STATUS=database: STOPPING=1 Ärger");
        }
    }

    @Test
    void aManagerThatIsGoneDisturbsNobody(@TempDir Path directory) {
        Notify notify = notifying(directory.resolve("nobody").toString());

        assertThatCode(() -> notify.ready("up")).doesNotThrowAnyException();
    }

    @Test
    void theWatchdogIsOnlyForTheProcessItNames() {
        String own = Long.toString(ProcessHandle.current().pid());

        assertThat(limit(Map.of("WATCHDOG_USEC", "180000000"))).isEqualTo(Duration.ofMinutes(3));
        assertThat(limit(Map.of("WATCHDOG_USEC", "180000000", "WATCHDOG_PID", own)))
                .isEqualTo(Duration.ofMinutes(3));
        assertThat(limit(Map.of("WATCHDOG_USEC", "180000000", "WATCHDOG_PID", "1")))
                .isNull();
        assertThat(limit(Map.of())).isNull();
    }

    private static @Nullable Duration limit(Map<String, String> watchdog) {
        Map<String, String> environment = new HashMap<>(watchdog);
        environment.put("NOTIFY_SOCKET", "@nobody");
        return SystemdNotify.fromEnvironment(environment).watchdogLimit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vsock:2:1234", "relative/path", "/"})
    void withoutAUsableSocketNothingIsSaid(String name) {
        assertThat(SystemdNotify.fromEnvironment(Map.of("NOTIFY_SOCKET", name))).isSameAs(NobodyListens.INSTANCE);
        assertThat(SystemdNotify.fromEnvironment(Map.of())).isSameAs(NobodyListens.INSTANCE);
    }

    private static Notify notifying(String name) {
        return SystemdNotify.fromEnvironment(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "180000000"));
    }
}
