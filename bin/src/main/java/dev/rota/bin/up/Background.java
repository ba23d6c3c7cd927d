package dev.rota.bin.up;

import dev.rota.bin.DataDirectory;
import dev.rota.bin.ExitCode;
import dev.rota.bin.Main;
import dev.rota.bin.Session;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `rota up -d`: the same in a process of its own, in a session of its own.
final class Background {
    private Background() {}

    /// Returns once it answers, or failed to start.
    static int start(Session session, DataDirectory data, @Nullable String listen, boolean demo)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            command.add(setsid.toString());
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Main.class.getName(),
                "up",
                "--detached",
                "--data",
                data.root().toString()));
        if (listen != null) {
            command.addAll(List.of("--listen", listen));
        }
        if (demo) {
            command.add("--demo");
        }
        Path stderr = data.root().resolve("stderr.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(data.root().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(stderr.toFile());
        builder.environment().clear();
        builder.environment().putAll(session.environment());
        Process process = builder.start();
        boolean said = false;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                session.out().println(line);
                said = true;
            }
        }
        if (said && process.isAlive()) {
            session.out().println("Its log is " + data.log());
            return ExitCode.OK.number();
        }
        int code = process.waitFor();
        session.err().print(Files.readString(stderr));
        return code == 0 ? ExitCode.FAILURE.number() : code;
    }

    /// The class path of this process, absolute: the other one runs in another directory.
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
