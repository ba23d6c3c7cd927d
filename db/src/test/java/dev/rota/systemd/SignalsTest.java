package dev.rota.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        // What the tests were started with (nohup, a background job of a script) may ignore these signals, and a
        // process inherits that.
        Process process = new ProcessBuilder(
                        "env",
                        "--default-signal=HUP,INT,TERM",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("taken");
            kill(process, "HUP");
            assertThat(out.readLine()).isEqualTo("reload");
            kill(process, stop);
            assertThat(out.readLine()).isEqualTo("stop");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void kill(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
