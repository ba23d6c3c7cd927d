package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import org.junit.jupiter.api.Test;

class ImportCommandIT {
    private static final String CRONTAB = "0 3 * * * /usr/bin/backup\n@reboot /bin/x\n*/5 * * * * tidy\n";

    @Test
    void aCrontabIsTakenOverOnce() {
        try (LiveRota live = new LiveRota()) {
            Rota.Said dry = live.rotaReading(CRONTAB, "import", "crontab", "-", "--dry-run", "--zone", "Europe/Rome");
            assertThat(dry.code()).isEqualTo(ExitCode.FAILURE.number());
            assertThat(dry.err()).contains("standard input:2: @reboot", "rota: 1 line was not taken over.");
            assertThat(dry.out()).contains("name: \"cron: /usr/bin/backup\"", "zone: Europe/Rome");

            Rota.Said made = live.rotaReading(CRONTAB, "import", "crontab", "-", "--zone", "Europe/Rome");
            assertThat(made.out()).contains("2 created");
            assertThat(live.rotaReading(CRONTAB, "import", "crontab", "-", "--zone", "Europe/Rome")
                            .out())
                    .contains("Nothing changes: all 2 are as wanted.");
            assertThat(live.rotaReading(dry.out(), "schedules", "apply", "-f", "-", "--managed-by", "crontab")
                            .out())
                    .contains("Nothing changes");
        }
    }
}
