package dev.rota.logging;

/// Text made safe for a line of a log and for the terminal it is read on.
final class OneLine {

    private OneLine() {}

    /// Escapes what is not text: control characters, line and paragraph separators, and the marks that reverse the
    /// direction of writing.
    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (isText(c)) {
                        line.append(c);
                    } else {
                        line.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return line.toString();
    }

    /// A value after `key=`: quoted when it would not be seen where it ends.
    static String value(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=');
        return plain ? of(text) : '"' + of(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static boolean isText(char c) {
        return !Character.isISOControl(c)
                && c != '\u2028'
                && c != '\u2029'
                && !(c >= '\u202a' && c <= '\u202e')
                && !(c >= '\u2066' && c <= '\u2069');
    }
}
