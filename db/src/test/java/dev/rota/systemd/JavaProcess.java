package dev.rota.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Processes of their own with the test's class path, and signals to processes.
public final class JavaProcess {
    private JavaProcess() {}

    /// A small JVM that writes its errors with the rest. The last words of its command are the class and the
    /// arguments.
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /// The same for one that is to be sent HUP, INT or TERM. What the tests were started with (nohup, a background
    /// job of a script) may ignore these, and a process inherits that.
    public static ProcessBuilder ofSignals(Class<?> main, String... arguments) {
        ProcessBuilder builder = of(main, arguments);
        builder.command().addAll(0, List.of("env", "--default-signal=HUP,INT,TERM"));
        return builder;
    }

    /// Sends a signal, and fails when nobody got it.
    ///
    /// @param pid    of any process
    /// @param signal its name without SIG: `HUP`
    public static void signal(long pid, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
