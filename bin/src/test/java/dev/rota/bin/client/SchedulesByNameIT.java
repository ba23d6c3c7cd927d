package dev.rota.bin.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.ExitCode;
import dev.rota.bin.Rota;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesByNameIT {
    private final LiveRota live = new LiveRota();

    @AfterEach
    void close() {
        live.close();
    }

    private void create(String name) {
        Rota.Said made = live.rotaReading(
                "{\"name\": \"" + name + "\", \"template\": \"dispensers\"}", "schedules", "create", "-f", "-");
        assertThat(made.code()).as(made.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedules delete twin",
                "schedules disable twin",
                "schedules run twin",
                "schedules edit twin -f -",
                "schedules show twin",
                "items twin",
                "series twin"
            })
    void ofSeveralWithOneNameNoneIsTaken(String line) {
        create("twin");
        create("twin");
        create("twin and more");

        Rota.Said said = live.rotaReading("{\"name\": \"other\"}", line.split(" "));

        assertThat(said.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.err())
                .isEqualTo("rota: More than one schedule is named 'twin'; name one by its id:"
                        + " 1 (scrape, of tester); 2 (scrape, of tester).\n");
        assertThat(live.rota("schedules", "list", "-o", "csv").out())
                .contains("1,twin,", "2,twin,")
                .doesNotContain("paused");
    }

    @Test
    void aNameIsFoundBehindAnyNumberOfLongerOnes() {
        String many = IntStream.rangeClosed(1, 250)
                .mapToObj(i -> "{\"name\": \"disk " + i + "\", \"template\": \"dispensers\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(live.rotaReading(many, "schedules", "apply", "-f", "-").code())
                .isZero();
        create("disk");

        assertThat(live.rota("schedules", "show", "disk", "-o", "yaml").out()).contains("\nname: disk\n");
    }

    @Test
    void aNameOfSignsAloneIsFoundToo() {
        create("*** & ***");

        assertThat(live.rota("schedules", "disable", "*** & ***").out()).isEqualTo("Disabled.\n");
        assertThat(live.rota("schedules", "disable", "***").err()).contains("There is no schedule named '***'.");
    }
}
