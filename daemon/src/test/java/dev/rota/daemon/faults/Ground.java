package dev.rota.daemon.faults;

import dev.rota.daemon.time.Gate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/// Where a trial puts all that it writes. What it says there is kept when it fails, and whatever names the directory
/// (processes, mounts) is the trial's own and must have gone when it ends.
///
/// @param directory of this trial alone; others may enter it
record Ground(Path directory) {
    private static final ScopedValue<Ground> HERE = ScopedValue.newInstance();

    /// @param name for people who look for its logs
    static Ground create(String name) throws IOException {
        return new Ground(open("rota-faults-" + name + "-"));
    }

    /// A new directory that others may enter: inside the trial's where this is part of one.
    static Path open(String prefix) throws IOException {
        Path path = HERE.isBound()
                ? Files.createTempDirectory(HERE.get().directory, prefix)
                : Files.createTempDirectory(prefix);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Deletes what [#open(String)] made; the trial's are kept until it has been judged.
    static void close(Path directory) throws IOException {
        if (!HERE.isBound()) {
            delete(directory);
        }
    }

    /// Does something that is part of this trial.
    <T> T call(Callable<T> body) throws Exception {
        return ScopedValue.where(HERE, this).call(body::call);
    }

    /// Ends everything that the trial has not ended, and says what that was.
    ///
    /// @param grace how long processes may take that are about to end
    List<String> clear(Duration grace) throws IOException, InterruptedException {
        List<String> left = new ArrayList<>();
        long end = System.nanoTime() + grace.toNanos();
        List<ProcessHandle> alive = processes();
        while (!alive.isEmpty() && System.nanoTime() < end) {
            boolean _ = new Gate().await(Duration.ofMillis(50));
            alive = processes();
        }
        for (ProcessHandle process : alive) {
            left.add("process " + process.pid() + " "
                    + process.info()
                            .command()
                            .map(Path::of)
                            .map(Path::getFileName)
                            .map(Path::toString)
                            .orElse(""));
            process.destroyForcibly();
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String mount = line.split(" ", -1)[4];
            if (mount.startsWith(directory + "/")) {
                left.add("mount " + mount);
                int _ = new ProcessBuilder("umount", "-l", mount).start().waitFor();
            }
        }
        return left;
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> isOurs(Path.of("/proc", String.valueOf(process.pid()))))
                .toList();
    }

    private boolean isOurs(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(directory)
                    || Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .contains(directory.toString())
                    || Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .contains(directory.toString());
        } catch (IOException hasEndedOrIsSomebodyElses) {
            return false;
        }
    }

    /// Keeps what was said, with the reason; the data of servers is deleted.
    void keep(Throwable why) throws IOException {
        try (PrintWriter out = new PrintWriter(directory.resolve("why.txt").toFile(), StandardCharsets.UTF_8)) {
            why.printStackTrace(out);
        }
        List<Path> data;
        try (var files = Files.walk(directory)) {
            data = files.filter(file -> file.endsWith("PG_VERSION") || file.endsWith("archive_status"))
                    .map(Path::getParent)
                    .toList();
        }
        for (Path each : data) {
            delete(each);
        }
    }

    void delete() throws IOException {
        delete(directory);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return; // went with another
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
