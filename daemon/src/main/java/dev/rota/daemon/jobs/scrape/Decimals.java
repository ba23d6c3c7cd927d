package dev.rota.daemon.jobs.scrape;

import java.math.BigDecimal;
import java.util.Optional;

/// Numbers as people write them: grouped by three, with a decimal mark, perhaps with a currency sign. What is not
/// clearly a number is none: a wrong price is worse than no price.
final class Decimals {
    private Decimals() {}

    /// @param mark the decimal mark, `.` or `,`; the other one groups, as do spaces and apostrophes
    static Optional<BigDecimal> decimal(String text, char mark) {
        String plain = text.replaceAll("[\\p{Sc}\\u200E\\u200F]", "").strip().replace('\u2212', '-');
        String group = mark == '.' ? "," : "[.]";
        String grouping = "(" + group + "|[\\s\\u00A0\\u202F\\u2009]|['’])";
        String fraction = "([" + mark + "][0-9]{1,60})?";
        // The same sign groups throughout: \2 is the first one found.
        boolean clear = plain.length() <= 120
                && (plain.matches("[+-]?\\s?[0-9]{1,60}" + fraction)
                        || plain.matches("[+-]?\\s?([0-9]{1,3})" + grouping + "[0-9]{3}(\\2[0-9]{3}){0,15}" + fraction)
                        || plain.matches("[+-]?[" + mark + "][0-9]{1,60}"));
        if (!clear) {
            return Optional.empty();
        }
        StringBuilder number = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == mark) {
                number.append('.');
            } else if ((c >= '0' && c <= '9') || c == '-') {
                number.append(c);
            }
        }
        return Optional.of(new BigDecimal(number.toString()));
    }

    /// A number without a fraction that fits 64 bits.
    static Optional<Long> whole(String text, char mark) {
        return decimal(text, mark).filter(number -> number.scale() <= 0).flatMap(number -> {
            try {
                return Optional.of(number.longValueExact());
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        });
    }
}
