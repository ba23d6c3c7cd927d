package dev.rota.bin.manual;

import java.util.List;
import java.util.Locale;

/// Writes a manual page in the `man` macros of roff.
final class Roff {
    private final StringBuilder page = new StringBuilder();

    Roff(String name, int section, String version, String title) {
        macro(
                "TH",
                quoted(name.toUpperCase(Locale.ROOT)),
                String.valueOf(section),
                "\"\"",
                quoted(version),
                quoted(title));
        // No hyphenation, no filling up to the right margin.
        page.append(".nh\n.ad l\n");
    }

    Roff section(String title) {
        macro("SH", quoted(title));
        return this;
    }

    Roff subsection(String title) {
        macro("SS", quoted(title));
        return this;
    }

    Roff paragraph(String text) {
        page.append(".PP\n").append(text(text)).append('\n');
        return this;
    }

    /// Lines as they stand, without filling.
    Roff verbatim(List<String> lines) {
        page.append(".PP\n.nf\n");
        lines.forEach(line -> page.append(text(line)).append('\n'));
        page.append(".fi\n");
        return this;
    }

    /// A term and, indented, what it means.
    Roff item(String term, String meaning) {
        page.append(".TP\n\\fB")
                .append(text(term))
                .append("\\fR\n")
                .append(text(meaning))
                .append('\n');
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }

    private void macro(String name, String... arguments) {
        page.append('.')
                .append(name)
                .append(' ')
                .append(String.join(" ", arguments))
                .append('\n');
    }

    private static String quoted(String text) {
        return '"' + text(text).replace("\"", "\\(dq") + '"';
    }

    /// Escapes what roff would take for its own: backslashes, hyphens that are to be copied, dots and quotes that
    /// begin a line.
    static String text(String text) {
        String plain = text.strip()
                .replace("\\", "\\(rs")
                .replace("-", "\\-")
                .replace("…", "...")
                .replace("·", ",");
        StringBuilder escaped = new StringBuilder();
        for (String line : plain.lines().toList()) {
            if (!escaped.isEmpty()) {
                escaped.append('\n');
            }
            escaped.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
                    .append(line);
        }
        return escaped.toString();
    }
}
