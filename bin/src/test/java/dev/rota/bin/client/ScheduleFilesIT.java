package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleFilesIT {
    private static final String JOB = "job: {kind: command, argv: [/bin/true]}";

    private final LiveRota live = new LiveRota();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        live.close();
    }

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static void fine(Rota.Said said) {
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).isEmpty();
    }

    @Test
    void filesOfManyDocumentsBecomeSchedulesOnce() throws IOException {
        file("fleet/a.yaml", """
            # a comment
            name: a
            %s
            recurrence: {every: PT1H}
            ---
            ---
            - name: b
              %s
              blackouts: [holidays]
            - {name: holidays, entries: [{every_year: 12-25}]}
            """.formatted(JOB, JOB));
        file("fleet/sub/c.json", "{\"schedules\": [{\"name\": \"c\", \"template\": \"dispensers\"}]}");
        file("fleet/notes.txt", "not: ours");
        String fleet = directory.resolve("fleet").toString();

        Rota.Said dry = live.rota("schedules", "apply", "-f", fleet, "--dry-run");
        fine(dry);
        assertThat(dry.out()).contains("+ schedule 'a'", "+ calendar 'holidays'", "Nothing was written.");
        Rota.Said first = live.rota("schedules", "apply", "-f", fleet);
        assertThat(first.out()).contains("4 created, 0 changed, 0 deleted, 0 as wanted already.");
        assertThat(live.rota("schedules", "apply", "-f", fleet).out())
                .isEqualTo("Nothing changes: all 4 are as wanted.\n");

        Files.delete(directory.resolve("fleet/sub/c.json"));
        Rota.Said pruned = live.rota("schedules", "apply", "-f", fleet, "--prune", "-o", "csv");
        fine(pruned);
        assertThat(pruned.out()).contains("action,what,name,id,pointer,before,after\ndelete,schedule,c,");
    }

    @Test
    void aFleetOfThousandsGoesThroughInOneFile() throws IOException {
        String all = IntStream.range(0, 4_000)
                .mapToObj(i -> "{\"name\":\"fleet " + i + "\",\"recurrence\":{\"at\":\"2090-01-01T00:00:00Z\"},"
                        + "\"job\":{\"kind\":\"command\",\"argv\":[\"/bin/sh\",\"-c\",\"" + "true; ".repeat(50)
                        + "\"]}}")
                .collect(Collectors.joining(",\n", "[", "]"));
        String file = file("fleet.json", all);
        assertThat(live.rota("schedules", "apply", "-f", file).out())
                .contains("4000 created, 0 changed, 0 deleted, 0 as wanted already.");
        assertThat(live.rota("schedules", "apply", "-f", file).out())
                .isEqualTo("Nothing changes: all 4000 are as wanted.\n");
    }

    @Test
    void everyMistakeOfEveryFileIsToldWithItsLine() throws IOException {
        String one = file("one.yaml", "name: a\n" + JOB + "\nrecurrence:\n  every: PT0S\n---\nname: b\n");
        String two = file("two.yaml", "schedules:\n- name: c\n  " + JOB + "\n  blackouts: [none]\nscheduls: []\n");

        Rota.Said said = live.rota("schedules", "apply", "-f", one, two);

        assertThat(said.code()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(said.err())
                .startsWith("rota: 3 things are wrong; nothing was written.\n")
                .contains(one + ":4: /recurrence/every: ", one + ":6: /job: ", two + ":5: /scheduls: ")
                .contains("Did you mean 'schedules'?");
        String broken = file("broken.yaml", "a: [");
        String empty = file("empty.yaml", "# nothing");
        assertThat(live.rota("schedules", "apply", "-f", broken, empty, "/nowhere.yaml")
                        .err())
                .contains("broken.yaml:1", "empty.yaml is empty", "There is no file '/nowhere.yaml'");
    }

    @Test
    void whatIsExportedIsTakenBackWithoutChange() throws IOException {
        String fleet = file("fleet.yaml", """
            calendars:
            - name: holidays
              description: "closed: always"
              entries: [{every_year: 12-25, note: "yes"}, {from: 2027-08-01T22:00, until: 2027-08-02T04:00}]
            schedules:
            - name: "0x1F"
              %1$s
              labels: {"on": "off", n: "12", t: "22:30", d: "2027-01-01", e: "1e3", u: "1_000", z: "~"}
            - name: "b: [x] # y"
              job: {kind: command, argv: [/bin/sh, -c, "echo 'a'\\n\\techo \\"b\\"  "], environment: {A: ''}, timeout: PT5M}
              recurrence: {cron: "*/5 6-22 * * MON-FRI"}
              outside_window: at_open
              active_hours: {start: 22, end: 6}
              exceptions: [{date: 2027-12-24, windows: [{from: "06:00", until: "12:00"}]}, {date: 2027-12-31, windows: []}]
              blackouts: [holidays]
              missed: {policy: all, max: 7}
              zone: America/New_York
              breaker: {failures: 3, of: 9, at_least_for: PT1H, probation: PT30M}
              attempts: 4
              retry_backoff: PT0.5S
              grace: PT2M
              enabled: false
            - {name: third, %1$s, recurrence: {every: PT90S, after: completion}, failure_threshold: 5}
            - {name: fourth, template: work_orders, recurrence: {at: "2099-01-01T00:00:00Z"}}
            """.formatted(JOB));
        fine(live.rota("schedules", "import", fleet));

        for (String form : new String[] {"yaml", "json"}) {
            Rota.Said exported = live.rota("schedules", "export", "-o", form);
            fine(exported);
            assertThat(live.rotaReading(exported.out(), "schedules", "apply", "-f", "-")
                            .out())
                    .isEqualTo("Nothing changes: all 5 are as wanted.\n");
            try (LiveRota other = new LiveRota()) {
                fine(other.rotaReading(exported.out(), "schedules", "import", "-"));
                assertThat(other.rota("schedules", "export", "-o", form).out()).isEqualTo(exported.out());
            }
        }
        assertThat(live.rota("schedules", "export", "third").out())
                .contains("after: completion")
                .doesNotContain("grace");
        Rota.Said again = live.rota("schedules", "import", fleet);
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(again.err()).contains("fleet.yaml:6: /schedules/0/name: There is a schedule '0x1F' already.");
        fine(live.rota("schedules", "import", "--skip-existing", fleet));
    }

    /// An editor that does what a line of shell says.
    private void editor(String line) throws IOException {
        Path script = directory.resolve("editor");
        Files.writeString(script, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        live.set("EDITOR", script.toString());
    }

    @Test
    void aScheduleIsEditedAsText() throws IOException {
        fine(live.rota("schedules", "import", file("a.yaml", "name: a\n" + JOB)));

        editor("sed -i 's/name: a/name: a2/' \"$1\"");
        assertThat(live.rota("schedules", "edit", "a").out()).isEqualTo("Changed 'a2'.\n");
        editor("true");
        assertThat(live.rota("schedules", "edit", "a2").out()).isEqualTo("Nothing was changed.\n");
        editor("exit 3");
        assertThat(live.rota("schedules", "edit", "a2").err()).contains("ended with 3; nothing was changed");
    }

    @Test
    void anEditorOpensAgainWithWhatIsWrong() throws IOException {
        fine(live.rota("schedules", "import", file("a.yaml", "name: a\n" + JOB)));
        // The first time something wrong is written, the second time what is told is mended.
        editor("if grep -q '^#! /grace: ' \"$1\"; then sed -i 's/^grace: .*/grace: PT5S/' \"$1\";"
                + " else echo 'grace: soon' >> \"$1\"; fi");

        Rota.Said said = live.rota("schedules", "edit", "a");

        assertThat(said.out()).as(said.err()).isEqualTo("Changed 'a'.\n");
        assertThat(live.rota("schedules", "show", "a", "-o", "json").out()).contains("\"grace\" : \"PT5S\"");
    }

    @Test
    void anEditOfWhatSomebodyElseChangedIsNotLostAndNotWritten() throws IOException {
        fine(live.rota("schedules", "import", file("a.yaml", "name: a\n" + JOB)));
        String other = "curl -sf -X POST -H \"Authorization: Bearer $T\" $U/api/schedules/1/disable -d '{}' -H"
                + " 'Content-Type: application/json' >/dev/null";
        Path kept = directory.resolve("kept");
        editor("T=" + live.token() + " U=" + live.url() + "; " + other + "; echo \"$1\" > " + kept
                + "; echo 'attempts: 3' >> \"$1\"");

        Rota.Said said = live.rota("schedules", "edit", "a");

        assertThat(said.code()).isEqualTo(ExitCode.REFUSED.number());
        Path text = Path.of(Files.readString(kept).strip());
        assertThat(said.err()).contains("Somebody else changed this schedule", text.toString());
        assertThat(text).content().contains("attempts: 3");
        Files.delete(text);
    }
}
