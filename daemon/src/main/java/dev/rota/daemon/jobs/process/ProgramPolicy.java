package dev.rota.daemon.jobs.process;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.run.FailureClass;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Which programs may be started, as the administrator said.
///
/// @param startedHere whether this process starts them. Else a unit does, which may see other files and may execute
///     what this process may not: it says itself what it cannot start
record ProgramPolicy(boolean allowed, List<Path> directories, boolean startedHere) {

    /// @throws JobFailed class `config` with what to do about it
    void check(Command command) throws JobFailed {
        if (!allowed) {
            throw config("Commands are switched off on this machine. An administrator can set ROTA_COMMANDS=true.");
        }
        if (command.argv().isEmpty() || !command.argv().getFirst().startsWith("/")) {
            throw config("The program must be named by its absolute path, such as /usr/bin/df.");
        }
        if (command.argv().stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw config("An argument has a zero byte in it.");
        }
        for (Map.Entry<String, String> variable : command.environment().entrySet()) {
            if (!variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")
                    || variable.getValue().indexOf('\0') >= 0) {
                throw config("'" + variable.getKey()
                        + "' is not an environment variable: use letters, digits and underscores.");
            }
            if (variable.getKey().equals(Cookies.NAME)) {
                throw config("The variable " + Cookies.NAME + " is set by Rota itself; leave it out.");
            }
        }
        checkProgram(Path.of(command.argv().getFirst()));
        if (startedHere
                && command.directory() != null
                && !(command.directory().startsWith("/") && Files.isDirectory(Path.of(command.directory())))) {
            throw config("The working directory " + command.directory()
                    + " is not there. Name an existing one by its absolute path.");
        }
    }

    private void checkProgram(Path program) throws JobFailed {
        Path real;
        try {
            real = program.toRealPath();
        } catch (AccessDeniedException e) {
            throw new JobFailed(
                    FailureClass.CONFIG,
                    "Where the program " + program + " leads cannot be seen by the user Rota runs as.",
                    null,
                    e);
        } catch (IOException e) {
            throw new JobFailed(FailureClass.CONFIG, "The program " + program + " is not there.", null, e);
        }
        // Where a link leads is what counts: a link in an allowed directory opens nothing else.
        if (directories.stream().noneMatch(directory -> real.startsWith(real(directory)))) {
            throw config("The program " + program + (real.equals(program) ? "" : " (" + real + ")")
                    + " is not in an allowed directory (" + (directories.isEmpty() ? "there are none" : directories)
                    + "). An administrator can add one to ROTA_COMMAND_DIRS.");
        }
        if (!Files.isRegularFile(real) || (startedHere && !Files.isExecutable(real))) {
            throw config("The program " + program + " is not executable for the user Rota runs as.");
        }
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory;
        }
    }

    private static JobFailed config(String sentence) {
        return new JobFailed(FailureClass.CONFIG, sentence);
    }
}
