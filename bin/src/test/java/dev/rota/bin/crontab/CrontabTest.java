package dev.rota.bin.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrontabTest {
    private static Crontab of(String text, boolean users) {
        return new Crontab(text, "cron", "", users, ZoneId.of("Europe/Rome"));
    }

    private static String script(ObjectNode schedule) {
        return schedule.at("/job/argv/2").asText();
    }

    @Test
    void aUsersCrontabBecomesSchedules() {
        Crontab crontab = of("""
            # backups
            MAILTO=ops@example.org
            PATH = "/usr/local/bin:/usr/bin"

            */15 6-22 * * mon-fri\t/usr/bin/backup  --all
            @daily   tidy
            CRON_TZ=America/New_York
            SHELL=/bin/bash
            0 9 1 1 *  date +\\%F
            """, false);

        assertThat(crontab.schedules()).hasSize(3);
        assertThat(crontab.schedules().getFirst().toString()).isEqualTo("""
            {"name":"cron: /usr/bin/backup --all","job":{"kind":"command","argv":["/bin/sh","-c",\
            "/usr/bin/backup  --all"],"environment":{"PATH":"/usr/local/bin:/usr/bin"},"timeout":"P1D"},\
            "recurrence":{"cron":"*/15 6-22 * * mon-fri"},"zone":"Europe/Rome","missed":{"policy":"none"}}\
            """);
        assertThat(crontab.schedules().get(1).at("/recurrence/cron").asText()).isEqualTo("0 0 * * *");
        ObjectNode third = crontab.schedules().get(2);
        assertThat(third.path("zone").asText()).isEqualTo("America/New_York");
        assertThat(third.at("/job/argv/0").asText()).isEqualTo("/bin/bash");
        assertThat(script(third)).isEqualTo("date +%F");
        assertThat(crontab.said()).hasSize(1).allMatch(said -> said.line() == 2 && !said.left());
    }

    @Test
    void theSystemsCrontabNamesAUserInEachLine() {
        Crontab crontab = of("17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n@weekly www\n", true);

        ObjectNode first = crontab.schedules().getFirst();
        assertThat(first.path("name").asText()).isEqualTo("cron root: cd / && run-parts --report /etc/cron.hourly");
        assertThat(first.at("/labels/cron_user").asText()).isEqualTo("root");
        assertThat(crontab.said()).hasSize(2);
        assertThat(crontab.said().getLast().sentence()).isEqualTo("There is no command behind the user.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@reboot /bin/x | start of the machine",
                "@fortnightly /bin/x | none of cron's words",
                "* * * * | no line of a crontab",
                "* * * * * | There is no command",
                "61 * * * * /bin/x | '61 * * * *'",
                "0~30 * * * * /bin/x | '0~30 * * * *'",
                "nonsense | no line of a crontab"
            })
    void whatCannotBeTakenOverIsSaid(String line, String sentence) {
        Crontab crontab = of(line, false);

        assertThat(crontab.schedules()).isEmpty();
        assertThat(crontab.said()).hasSize(1).allMatch(Crontab.Said::left);
        assertThat(crontab.said().getFirst().sentence()).contains(sentence);
    }

    @Test
    void whatFollowsAPercentSignIsReadByTheCommand() throws IOException {
        ObjectNode schedule = of("0 0 * * * cat -; echo end%one%two $HOME \\% 'x'\n", false)
                .schedules()
                .getFirst();

        Process shell = new ProcessBuilder("/bin/sh", "-c", script(schedule)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo $HOME % 'x'\nend\n");
        assertThat(schedule.path("name").asText()).isEqualTo("cron: cat -; echo end");
    }

    @Test
    void twoLinesOfOneCommandKeepTheirNamesApartAndStable() {
        List<ObjectNode> schedules = of("0 1 * * * a\n0 2 * * * a\n0 3 * * * " + "b".repeat(300), false)
                .schedules();

        assertThat(schedules)
                .extracting(one -> one.path("name").asText())
                .startsWith("cron: a", "cron: a #2")
                .allMatch(name -> name.length() < 200);
    }

    @Test
    void crontabsOfTwoUsersOrMachinesHaveNoNameInCommon() {
        assertThat(List.of(nameFor("cron@a", ""), nameFor("cron@b", ""), nameFor("cron@a", "eve")))
                .containsExactly("cron@a: tidy", "cron@b: tidy", "cron@a eve: tidy");
    }

    private static String nameFor(String prefix, String owner) {
        return new Crontab("@daily tidy", prefix, owner, false, ZoneId.of("Europe/Rome"))
                .schedules()
                .getFirst()
                .path("name")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~/bin/backup",
                "cd ~ && ls",
                "$HOME/bin/x",
                "echo \"${HOME}\"",
                "mail -s done $LOGNAME",
                "./backup.sh",
                "sleep 1; ../x"
            })
    void whatCountsOnTheUsersHomeIsSaidAndTakenOver(String command) {
        Crontab crontab = of("@daily " + command + "\n", false);
        assertThat(crontab.schedules()).hasSize(1);
        assertThat(crontab.said()).singleElement().satisfies(said -> {
            assertThat(said.left()).isFalse();
            assertThat(said.sentence()).contains("HOME", "write whole paths");
        });

        assertThat(of("HOME=/srv\n@daily " + command + "\n", false).said()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/backup", "ls *~", "git diff HEAD~1", "find . -name x", "echo $HOMELESS", "a~b"})
    void whatDoesNotIsTakenOverInSilence(String command) {
        assertThat(of("@daily " + command + "\n", false).said()).isEmpty();
    }

    @Test
    void aZoneThatIsNoneLeavesOutWhatFollows() {
        Crontab crontab = of("CRON_TZ=Mars/Olympus\n0 1 * * * a\n", false);

        assertThat(crontab.schedules()).isEmpty();
        assertThat(crontab.said()).hasSize(2);
    }
}
