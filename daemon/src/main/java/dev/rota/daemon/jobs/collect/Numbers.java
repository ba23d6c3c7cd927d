package dev.rota.daemon.jobs.collect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a number exactly as it was written: an unsigned 64-bit counter does not fit a `long` nor a `double`.
///
/// NaN and infinities are no numbers here, nor is what does not fit a double's range.
final class Numbers {
    private static final int LONGEST = 400;

    private Numbers() {}

    /// @return empty when it is not a number
    static Optional<BigDecimal> of(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case BigDecimal number -> bounded(number);
            case BigInteger number -> bounded(new BigDecimal(number));
            // true and false are states: up and down, on and off.
            case Boolean state -> Optional.of(state ? BigDecimal.ONE : BigDecimal.ZERO);
            case Number number -> of(number.toString());
            default -> of(value.toString());
        };
    }

    static Optional<BigDecimal> of(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return bounded(new BigDecimal(stripped));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A number such as 1e999999999 is short to write and fills the memory when it is written out.
    private static Optional<BigDecimal> bounded(BigDecimal number) {
        if (number.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        long magnitude = (long) number.precision() - number.scale();
        boolean fits = magnitude <= 309 && number.scale() <= 1100 && !Double.isInfinite(number.doubleValue());
        return fits ? Optional.of(number) : Optional.empty();
    }
}
