package dev.rota.bin;

import dev.rota.api.ApiMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `rota api`
@Command(name = "api", description = "Runs the API and the page alone, in the foreground, until it is asked to end.")
final class ApiCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        ApiMain.main(new String[0]);
        return ExitCode.OK.number();
    }
}
