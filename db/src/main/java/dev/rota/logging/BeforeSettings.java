package dev.rota.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/// What holds until [Logging#start] and in tests: text to standard error at info. Found by logback through the
/// service file; without it logback would write every library's debug lines to standard output.
public final class BeforeSettings extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.apply(context, LogSettings.DEFAULT, false, System::nanoTime);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
