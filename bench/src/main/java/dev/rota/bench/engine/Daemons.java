package dev.rota.bench.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Daemons in processes of their own, with the product's options.
final class Daemons implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    /// Starts them, and waits until each has polled.
    static Daemons start(int n, String url, int slots, String poll) throws IOException {
        Daemons daemons = new Daemons();
        for (int i = 0; i < n; i++) {
            daemons.start(NoopDaemon.class, url, String.valueOf(slots), poll, System.getProperty("level", "WARN"));
        }
        for (Process process : daemons.processes) {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (!"ready".equals(line)) {
                daemons.close();
                throw new IOException("The daemon did not start: " + line);
            }
        }
        return daemons;
    }

    void start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of( // as bin/rota does
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-Xmn16m",
                "-XX:-ShrinkHeapInSteps",
                "-XX:TrimNativeHeapInterval=30000",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        for (String property : List.of("real", "faults")) {
            command.add("-D" + property + "=" + System.getProperty(property, "0"));
        }
        String more = System.getProperty("daemon.options", "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.strip().split("[\\s,]+")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        processes.add(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// How the first of them says it is, after a collection of garbage.
    String state() throws IOException {
        Process process = processes.getFirst();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        for (Process process : processes) {
            process.onExit().join();
        }
    }
}
