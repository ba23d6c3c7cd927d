package dev.rota.bin.crontab;

import java.util.Optional;

/// The command of a crontab's line. An unescaped `%` ends it: what follows goes to the command's standard input, and
/// further ones begin a new line there; `\%` is a percent sign.
///
/// @param shell what the shell is to do
/// @param input what it reads; empty: nothing
record CronCommand(String shell, Optional<String> input) {

    static CronCommand parse(String text) {
        StringBuilder part = new StringBuilder();
        StringBuilder shell = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '%') {
                part.append('%');
                i++;
            } else if (c != '%') {
                part.append(c);
            } else if (shell == null) {
                shell = part;
                part = new StringBuilder();
            } else {
                part.append('\n');
            }
        }
        return shell == null
                ? new CronCommand(part.toString().strip(), Optional.empty())
                : new CronCommand(shell.toString().strip(), Optional.of(part.toString()));
    }

    /// The same in one text for `sh -c`.
    String script() {
        return input.map(this::fed).orElse(shell);
    }

    private String fed(String in) {
        String end = "ROTA_INPUT";
        while (in.lines().anyMatch(end::equals)) {
            end += "_";
        }
        return "{\n" + shell + "\n} <<'" + end + "'\n" + in + "\n" + end + "\n";
    }
}
