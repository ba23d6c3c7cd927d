package dev.rota.bin;

/// The command cannot go on; the message is the sentence the user reads.
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public CommandFailed(ExitCode code, String sentence) {
        this(code, sentence, null);
    }

    public CommandFailed(ExitCode code, String sentence, @org.jspecify.annotations.Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
