package dev.rota.daemon.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Does for the runner of commands what systemd does under `Accept=yes`: starts it for each connection, with the
/// connection as its standard input and output, and once more when it has ended, to tell the result.
final class UnitsForTests implements AutoCloseable {
    /// What the package installs.
    static final Path RUNNER = Path.of("../packaging/deb/run-command");

    private static final String ACCEPT = """
        use strict; use Socket;
        my ($path, $result, @runner) = @ARGV;
        my $teller = $ENV{TELLER};
        socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or die;
        bind($socket, sockaddr_un($path)) && listen($socket, 16) or die "$!";
        $SIG{CHLD} = 'IGNORE';
        syswrite(STDOUT, "up\\n");
        while (accept(my $connection, $socket)) {
            next if fork();
            $SIG{CHLD} = 'DEFAULT';
            open(STDIN, '<&', $connection); open(STDOUT, '>&', $connection); close $connection; close $socket;
            my $runner = fork();
            if (!$runner) { exec { $runner[0] } @runner; die }
            waitpid($runner, 0);
            $ENV{SERVICE_RESULT} = $result ne '' ? $result : $? ? 'exit-code' : 'success';
            exec { $teller } $teller, '--ended';
        }
        """;

    private final Process acceptor;
    private final Path socket;

    /// The runner itself.
    static UnitsForTests real(Path directory) throws IOException {
        return new UnitsForTests(directory, "", List.of(RUNNER.toString()));
    }

    /// Somebody else in the runner's place.
    ///
    /// @param result what systemd says of the unit; empty: what it would say
    static UnitsForTests scripted(Path directory, String result, String script) throws IOException {
        return new UnitsForTests(directory, result, List.of("/bin/sh", "-c", script));
    }

    private UnitsForTests(Path directory, String result, List<String> runner) throws IOException {
        this.socket = directory.resolve("command.sock");
        List<String> line = new ArrayList<>(List.of("/usr/bin/perl", "-e", ACCEPT, socket.toString(), result));
        line.addAll(runner);
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TELLER", RUNNER.toString());
        acceptor = builder.start();
        BufferedReader said = acceptor.inputReader(StandardCharsets.UTF_8);
        assertThat(said.readLine()).isEqualTo("up");
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        acceptor.destroy();
        acceptor.onExit().join();
    }
}
