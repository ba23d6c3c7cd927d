package dev.rota.bin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// A time as somebody writes it in an option: with an offset, or local to whatever it is used for.
public sealed interface Moment {
    /// How one is written, for sentences.
    String FORMS = "2027-03-28, 2027-03-28T02:30 (local to the schedule) or 2027-03-28T02:30:00Z";

    record Fixed(Instant instant) implements Moment {
        @Override
        public Instant in(ZoneId zone) {
            return instant;
        }
    }

    record Local(LocalDateTime time) implements Moment {
        @Override
        public Instant in(ZoneId zone) {
            return time.atZone(zone).toInstant();
        }
    }

    Instant in(ZoneId zone);

    /// @throws DateTimeException when it is no time
    static Moment parse(String text) {
        if (!text.contains("T")) {
            return new Local(LocalDate.parse(text).atStartOfDay());
        }
        // After the time of day, whose first sign can only be that of an offset.
        boolean offset = text.endsWith("Z") || text.substring(text.indexOf('T')).matches(".*[+-].*");
        return offset ? new Fixed(OffsetDateTime.parse(text).toInstant()) : new Local(LocalDateTime.parse(text));
    }
}
