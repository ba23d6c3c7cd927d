package dev.rota.run;

/// Text that PostgreSQL can keep: no NUL, and no half of a surrogate pair.
public final class StorableText {
    private StorableText() {}

    public static boolean fits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return text.codePoints().noneMatch(StorableText::unfit);
            }
        }
        return true;
    }

    /// The same text with U+FFFD in place of what cannot be kept. What differs in nothing else is one and the same
    /// afterwards, so names and keys are made fit before they are compared.
    public static String of(String text) {
        if (fits(text)) {
            return text;
        }
        return text.codePoints()
                .map(c -> unfit(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// The beginning of a text that may be too long, with an ellipsis for the rest, in such a form that it can be
    /// kept.
    ///
    /// @param most how much of it stays, in UTF-16 units; the ellipsis is one more
    public static String shortened(String text, int most) {
        return of(text.length() <= most ? text : text.substring(0, most) + "…");
    }

    /// A pair is one code point; what is left of surrogates are halves.
    private static boolean unfit(int c) {
        return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
