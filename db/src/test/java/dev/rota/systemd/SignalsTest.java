package dev.rota.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class SignalsTest {

    /// A process of its own, because a signal taken here would stay taken for every other test.
    static final class Waiting {
        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            Signals.take(stopped::countDown, () -> System.out.println("reload"));
            System.out.println("taken");
            stopped.await();
            System.out.println("stop");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void hangUpReloadsAndTheOtherStopsWithExitCodeZero(String stop) throws Exception {
        Process process = JavaProcess.ofSignals(Waiting.class).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("taken");
            JavaProcess.signal(process.pid(), "HUP");
            assertThat(out.readLine()).isEqualTo("reload");
            JavaProcess.signal(process.pid(), stop);
            assertThat(out.readLine()).isEqualTo("stop");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
