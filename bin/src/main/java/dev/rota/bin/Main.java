package dev.rota.bin;

import dev.rota.api.ApiMain;
import dev.rota.bin.backup.BackupCommand;
import dev.rota.bin.backup.RestoreCommand;
import dev.rota.bin.client.CalendarsCommand;
import dev.rota.bin.client.ImportCommand;
import dev.rota.bin.client.ItemsCommand;
import dev.rota.bin.client.LogsCommand;
import dev.rota.bin.client.RunsCommand;
import dev.rota.bin.client.SchedulesCommand;
import dev.rota.bin.client.SeriesCommand;
import dev.rota.bin.client.StatusCommand;
import dev.rota.bin.doctor.DoctorCommand;
import dev.rota.bin.manual.CompletionCommand;
import dev.rota.bin.manual.ManualCommand;
import dev.rota.bin.setup.SetupDbCommand;
import dev.rota.bin.simulate.SimulateCommand;
import dev.rota.bin.up.DownCommand;
import dev.rota.bin.up.UpCommand;
import dev.rota.config.ConfigException;
import dev.rota.daemon.SchedulerDaemon;
import dev.rota.store.DatabaseFault;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `rota` and its table of commands.
@Command(
        name = "rota",
        description = "Runs collection and scraping jobs on schedules kept in PostgreSQL.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CommandLine.HelpCommand.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0 done · 1 failed · 2 wrong command line · 4 refused, or in conflict with what is there",
            "  69 the API, or the database, cannot be reached · 77 not allowed · 78 wrong configuration"
        })
public final class Main implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /// Commands of `rota schedules` that need not be called by their whole name.
    private static final Set<String> OF_SCHEDULES = Set.of("apply", "export");

    @Spec
    private @Nullable CommandSpec spec;

    /// Only so that it is known here: [#formBehind] hands it on to the command.
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "the form of the answer, as after the command: table, json, yaml or csv")
    @SuppressWarnings("UnusedVariable")
    private @Nullable String form;

    /// Runs the command and ends the JVM with its exit code.
    public static void main(String[] arguments) {
        switch (String.join(" ", arguments)) {
            // What units start has no options to read, and the command table would take half of its start.
            case "daemon" -> SchedulerDaemon.main(new String[0]);
            case "api" -> ApiMain.main(new String[0]);
            default -> command(arguments);
        }
    }

    private static void command(String[] arguments) {
        PrintStream out =
                new PrintStream(new Output(new FileOutputStream(FileDescriptor.out)), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        boolean terminal = standardOutputIsATerminal();
        Session session = new Session(System.getenv(), System.in, out, err, terminal, InstantSource.system());
        System.exit(run(session, arguments));
    }

    private static boolean standardOutputIsATerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /// Runs the command in this JVM.
    ///
    /// @return its exit code
    static int run(Session session, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new UpCommand(session))
                .addSubcommand(new DownCommand(session))
                .addSubcommand(new DaemonCommand())
                .addSubcommand(new ApiCommand())
                .addSubcommand(new SetupDbCommand(session))
                .addSubcommand(new MigrateCommand(session))
                .addSubcommand(new DoctorCommand(session))
                .addSubcommand(new BackupCommand(session))
                .addSubcommand(new RestoreCommand(session))
                .addSubcommand(new TokenCommand(session))
                .addSubcommand(new ConfigCommand(session))
                .addSubcommand(new VersionCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new SchedulesCommand(session))
                .addSubcommand(new CalendarsCommand(session))
                .addSubcommand(new RunsCommand(session))
                .addSubcommand(new LogsCommand(session))
                .addSubcommand(new ItemsCommand(session))
                .addSubcommand(new ImportCommand(session))
                .addSubcommand(new SeriesCommand(session))
                .addSubcommand(new SimulateCommand(session))
                .addSubcommand(new CompletionCommand(session.out()))
                .addSubcommand(new ManualCommand("rota " + VersionCommand.version()));
        withHelp(line);
        line.setUnmatchedOptionsAllowedAsOptionParameters(false); // `-f a.yaml --dryrun` is a mistake, not a file
        line.setCaseInsensitiveEnumValuesAllowed(true);
        StringWriter help = new StringWriter(); // picocli would answer an output that fails with a stack trace
        line.setOut(new PrintWriter(help));
        line.setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                session.terminal() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> failed(session, thrown));
        line.setParameterExceptionHandler((thrown, args) -> misused(session, thrown));
        try {
            int code = line.execute(formBehind(line, arguments));
            if (!help.toString().isEmpty()) {
                session.out().print(help); // an empty one would still flush, and fail again, what failed to be written
            }
            return code;
        } catch (Output.Lost lost) {
            return failed(session, lost);
        }
    }

    /// `rota -o json schedules list` is `rota schedules -o json list`: whoever writes the option first means the
    /// same; and `rota apply` is `rota schedules apply`.
    private static String[] formBehind(CommandLine line, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        List<String> form = new ArrayList<>();
        while (!words.isEmpty()
                && (words.getFirst().startsWith("-o") || words.getFirst().startsWith("--output"))) {
            String word = words.removeFirst();
            form.add(word);
            if ((word.equals("-o") || word.equals("--output")) && !words.isEmpty()) {
                form.add(words.removeFirst());
            }
        }
        if (!words.isEmpty() && OF_SCHEDULES.contains(words.getFirst())) {
            words.addFirst("schedules");
        }
        CommandLine command = words.isEmpty() ? null : line.getSubcommands().get(words.getFirst());
        if (command == null || command.getCommandSpec().findOption("-o") == null) {
            return arguments; // told by the parser
        }
        words.addAll(1, form);
        return words.toArray(String[]::new);
    }

    /// Gives every command, at every depth, the option that everybody tries first.
    private static void withHelp(CommandLine line) {
        if (!(line.getCommand() instanceof CommandLine.HelpCommand)) {
            line.getCommandSpec()
                    .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Shows this help.")
                            .build());
        }
        line.getSubcommands().values().forEach(Main::withHelp);
    }

    @Override
    public void run() {
        if (spec != null) { // also when only a form was named
            throw new ParameterException(spec.commandLine(), "Name a command.");
        }
    }

    private static int failed(Session session, Exception thrown) {
        if (thrown instanceof CommandFailed failed) {
            session.err().println("rota: " + failed.getMessage());
            return failed.code().number();
        }
        if (thrown instanceof Output.Lost lost && lost.unread()) {
            return ExitCode.FAILURE.number();
        }
        if (thrown instanceof ConfigException wrong) {
            wrong.problems().forEach(problem -> session.err().println("rota: " + problem));
            return ExitCode.CONFIGURATION.number();
        }
        if (thrown instanceof InterruptedException) {
            return ExitCode.FAILURE.number();
        }
        if (DatabaseFault.isUnreachable(thrown)) {
            Throwable root = thrown;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            session.err().println("rota: The database does not answer: " + root.getMessage());
            return ExitCode.UNREACHABLE.number();
        }
        // A mistake of ours: the sentence for the user, the trace for whoever asks for it.
        LOG.debug("the command failed", thrown);
        String said = thrown.getMessage();
        session.err().println("rota: " + (said == null ? thrown.getClass().getSimpleName() : said));
        return ExitCode.FAILURE.number();
    }

    private static int misused(Session session, ParameterException thrown) {
        CommandLine command = thrown.getCommandLine();
        session.err().println("rota: " + thrown.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(thrown, command.getErr())) {
            session.err().println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
        }
        return ExitCode.USAGE.number();
    }
}
