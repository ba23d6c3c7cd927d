package dev.rota.daemon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.SchedulerDaemon;
import dev.rota.systemd.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Daemons in processes of their own, each as an operator starts it, in test timing: a poll of one second, a lease
/// of seven, and so limits of 1.6 s for a statement and 2 s for a socket.
final class Fleet implements AutoCloseable {
    /// The lease of its daemons.
    static final String LEASE = "PT7S";

    private final Path directory;
    private final Target target;
    private final List<Member> members = new ArrayList<>();

    /// @param directory where they write what they say
    Fleet(Path directory, Target target) {
        this.directory = directory;
        this.target = target;
    }

    /// One daemon. Its name is how it introduces itself to the target.
    record Member(String name, Process process, Path output) {
        /// SIGKILL.
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /// SIGSTOP: it stands still in the middle of whatever it does.
        void freeze() throws IOException, InterruptedException {
            signal("STOP");
        }

        /// SIGCONT.
        void thaw() throws IOException, InterruptedException {
            signal("CONT");
        }

        /// SIGTERM.
        void terminate() {
            process.destroy();
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", name)
                    .isTrue();
            return process.exitValue();
        }

        /// How many lines it has said with these words in them.
        long said(String words) throws IOException {
            try (var lines = Files.lines(output)) {
                return lines.filter(line -> line.contains(words)).count();
            }
        }

        void signal(String name) throws IOException, InterruptedException {
            JavaProcess.signal(process.pid(), name);
        }
    }

    /// How a daemon is started where the usual way will not do.
    ///
    /// @param main        its class
    /// @param through     a program, with its arguments, that becomes the daemon's process
    /// @param options     of the virtual machine
    /// @param environment beside, or instead of, what all of them have
    record Way(Class<?> main, List<String> through, List<String> options, Map<String, String> environment) {
        static Way with(Map<String, String> environment) {
            return new Way(SchedulerDaemon.class, List.of(), List.of(), environment);
        }
    }

    Member start(String name, DatabaseConfig database) throws IOException {
        return start(name, database, Map.of());
    }

    /// @param environment beside, or instead of, what all of them have
    Member start(String name, DatabaseConfig database, Map<String, String> environment) throws IOException {
        return start(name, database, Way.with(environment));
    }

    Member start(String name, DatabaseConfig database, Way way) throws IOException {
        Path output = directory.resolve(name + "-" + members.size() + ".log");
        ProcessBuilder builder = JavaProcess.of(way.main).redirectOutput(output.toFile());
        List<String> command = new ArrayList<>(way.through);
        command.addAll(builder.command());
        command.addAll(command.size() - 1, way.options); // the last word is the class
        builder.command(command);
        Path configuration = directory.resolve("rota.conf");
        Files.write(configuration, new byte[0]);
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("ROTA_CONFIG", configuration.toString()),
                        Map.entry("ROTA_DB_URL", database.url()),
                        Map.entry("ROTA_DB_USER", database.user()),
                        Map.entry("ROTA_DB_PASSWORD", database.password()),
                        Map.entry("ROTA_POLL", "PT1S"),
                        Map.entry("ROTA_LEASE", LEASE),
                        Map.entry("ROTA_DRAIN", "PT5S"),
                        Map.entry("ROTA_SLOTS", "16"),
                        Map.entry("ROTA_USER_AGENT", name),
                        Map.entry("ROTA_EGRESS_ALLOW", target.endpoint().replace(":", "/32:"))));
        if (database.transactionPooler()) {
            builder.environment().put("ROTA_DB_POOLER", "transaction");
        }
        builder.environment().putAll(way.environment);
        Member member = new Member(name, builder.start(), output);
        members.add(member);
        return member;
    }

    /// Those whose processes live, frozen ones too.
    List<Member> alive() {
        return members.stream().filter(member -> member.process.isAlive()).toList();
    }

    /// Lets all that still live end in an orderly way, those at their limit by force.
    void stopAll() throws InterruptedException {
        members.forEach(Member::terminate);
        for (Member member : members) {
            if (!member.process.waitFor(30, TimeUnit.SECONDS)) {
                member.kill();
            }
        }
    }

    @Override
    public void close() {
        // By their own handles, frozen ones too.
        members.forEach(member -> member.process.destroyForcibly());
    }
}
