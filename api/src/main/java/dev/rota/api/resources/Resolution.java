package dev.rota.api.resources;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How finely samples are shown: as they were taken, or by UTC hour or UTC day with average, least, greatest and
/// count.
enum Resolution {
    RAW,
    HOURLY,
    DAILY;

    private static final Duration RAW_UP_TO = Duration.ofHours(6);
    private static final Duration HOURLY_UP_TO = Duration.ofDays(7);

    /// What a stretch of time is shown in when nobody asks for something else.
    static Resolution fitting(Duration stretch) {
        if (stretch.compareTo(RAW_UP_TO) <= 0) {
            return RAW;
        }
        return stretch.compareTo(HOURLY_UP_TO) <= 0 ? HOURLY : DAILY;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Resolution> of(String word) {
        return Arrays.stream(values())
                .filter(resolution -> resolution.word().equals(word))
                .findFirst();
    }
}
