package dev.rota.bin.manual;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rota completion`
@Command(
        name = "completion",
        description = "Prints what a shell needs to complete this command's arguments: source <(rota completion bash)")
public final class CompletionCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    enum Shell {
        bash,
        zsh
    }

    @SuppressWarnings("NullAway.Init") // the fields are the parser's
    public CompletionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("rota", spec.root().commandLine());
        out.print(shell == Shell.zsh ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script);
        return 0;
    }
}
