package dev.rota.bin.up;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `rota up` tells its user once everything runs.
///
/// @param login    the secret of the one-time link
/// @param database in words
/// @param demo     what the demo may reach, in words; empty without it
record Announcement(URI url, String login, String database, Optional<String> demo) {

    /// @param end how to end it
    List<String> lines(String end) {
        List<String> lines = new ArrayList<>();
        lines.add("Rota runs at " + url);
        lines.add("Open its page, signed in, with this link (it works once, within an hour):");
        lines.add("  " + url + "/#login=" + login);
        lines.add("Database: " + database);
        demo.ifPresent(text -> lines.add("Demo: " + text));
        lines.add(end);
        return lines;
    }
}
