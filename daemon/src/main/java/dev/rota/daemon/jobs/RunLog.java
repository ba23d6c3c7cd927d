package dev.rota.daemon.jobs;

/// The log of one run, as its runner writes it.
public interface RunLog {
    void info(String text);

    void warn(String text);

    void error(String text);

    /// A line that a program wrote.
    void output(String text);
}
