package dev.rota.bin;

/// How the command ends; the numbers above 63 are those of sysexits.h.
public enum ExitCode {
    OK(0),
    FAILURE(1),
    /// The command line is wrong.
    USAGE(2),
    /// Refused because of what is there: a conflict, a wrong document, another `rota up`.
    REFUSED(4),
    /// The API, or the database, cannot be reached or takes nothing now: trying again later may help.
    UNREACHABLE(69),
    /// The token is missing, wrong or may not do that.
    NOT_ALLOWED(77),
    /// The configuration is wrong; starting again will not mend it.
    CONFIGURATION(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
