package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportCommandIT {
    private static final String CRONTAB = "0 3 * * * /usr/bin/backup\n@reboot /bin/x\n*/5 * * * * tidy\n";

    private final LiveRota live = new LiveRota();

    @AfterEach
    void close() {
        live.close();
    }

    private Rota.Said crontab(String... options) {
        String[] all = new String[options.length + 5];
        System.arraycopy(new String[] {"import", "crontab", "-", "--zone", "Europe/Rome"}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return live.rotaReading(CRONTAB, all);
    }

    @Test
    void aCrontabIsTakenOverOnce() {
        Rota.Said dry = crontab("--dry-run");
        assertThat(dry.code()).isEqualTo(ExitCode.FAILURE.number());
        assertThat(dry.err())
                .contains("standard input:2: @reboot", "rota: 1 line was not taken over.")
                .doesNotContain("Cron still runs");
        assertThat(dry.out())
                .containsPattern("name: \"cron@\\S+: /usr/bin/backup\"")
                .contains("zone: Europe/Rome");

        Rota.Said made = crontab();
        assertThat(made.out()).contains("2 created");
        assertThat(made.err())
                .contains("Cron still runs these lines, and what is enabled here runs twice: take them out of");
        assertThat(crontab().out()).contains("Nothing changes: all 2 are as wanted.");
        assertThat(live.rotaReading(dry.out(), "schedules", "apply", "-f", "-", "--managed-by", "crontab")
                        .out())
                .contains("Nothing changes");
    }

    @Test
    void whatCronStillRunsCanBeMadePaused() {
        Rota.Said made = crontab("--paused");

        assertThat(made.out()).contains("2 created");
        assertThat(made.err()).contains("the schedules are paused", "rota schedules enable NAME");
        assertThat(live.rota("schedules", "list", "--standing", "paused", "-o", "csv")
                        .out())
                .hasLineCount(3);
        assertThat(crontab().out()).as("a second time they stay paused").contains("Nothing changes");
    }

    @Test
    void theCrontabOfAnotherMachineChangesNothingOfThisOnes() {
        crontab("--prefix", "cron@one");

        assertThat(crontab("--prefix", "cron@two").out()).contains("2 created, 0 changed");
    }
}
