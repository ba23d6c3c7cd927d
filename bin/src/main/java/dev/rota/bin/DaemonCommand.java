package dev.rota.bin;

import dev.rota.daemon.SchedulerDaemon;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `rota daemon`
@Command(name = "daemon", description = "Runs the daemon alone, in the foreground, until it is asked to end.")
final class DaemonCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        SchedulerDaemon.main(new String[0]);
        return ExitCode.OK.number();
    }
}
