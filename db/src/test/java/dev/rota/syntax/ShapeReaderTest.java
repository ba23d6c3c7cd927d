package dev.rota.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.CollectJob;
import dev.rota.job.Field;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.job.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeReaderTest {

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Everything(
            @Field("A text.") String text,

            @Field(value = "A number.", fallback = "3", min = 1, max = 9)
            int whole,

            @Field("A long one.") @Nullable Long big,
            @Field("An exact one.") @Nullable BigDecimal exact,
            @Field(value = "A flag.", fallback = "false") boolean flag,
            @Field("A colour.") @Nullable Colour colour,

            @Field(value = "A time span.", max = 3600) @Nullable
            Duration span,

            @Field("An instant.") @Nullable Instant moment,
            @Field("A zone.") @Nullable ZoneId zone,

            @Field(value = "A selector.", syntax = "css") @Nullable
            String css,

            @Field(value = "A path.", syntax = "jsonpath") @Nullable
            String path,

            @Field(value = "A pattern.", syntax = "regex") @Nullable
            String pattern,

            @Field(value = "An address.", syntax = "url") @Nullable
            String url,

            @Field(value = "A list.", fallback = "[]") List<Integer> list,
            @Field(value = "A map.", fallback = "{}") Map<String, String> map) {}

    @Test
    void everyShapeIsReadAndWrittenBackToAnEqualValue() {
        String json = """
                {"text":"t","whole":9,"big":9007199254740993,"exact":0.10,"flag":true,"colour":"dark_blue",
                 "span":"PT1H","moment":"2027-01-01T08:00:00.123456789+01:00","zone":"Europe/Berlin","css":"a > b",
                 "path":"$.a[*]","pattern":"(\\\\d+)","url":"https://h.example/x?y=1","list":[1,2],"map":{"a/b":"c"}}
                """;

        Everything value = fits(json);

        assertThat(value.big()).isEqualTo(9007199254740993L);
        assertThat(value.exact()).isEqualTo(new BigDecimal("0.10"));
        assertThat(value.colour()).isEqualTo(Colour.DARK_BLUE);
        assertThat(value.moment()).isEqualTo(Instant.parse("2027-01-01T07:00:00.123456Z"));
        assertThat(ShapeReader.read(Everything.class, ShapeWriter.write(Everything.class, value)))
                .isEqualTo(new Reading.Fits<>(value));
    }

    @Test
    void whatIsLeftOutIsItsFallbackOrNullAndIsNotWritten() {
        Everything value = fits("{\"text\":\"t\",\"whole\":null}");

        assertThat(value.whole()).isEqualTo(3);
        assertThat(value.list()).isEmpty();
        assertThat(value.colour()).isNull();
        assertThat(ShapeWriter.write(Everything.class, value).has("colour")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                        | /text      | required
            {"text":null}                             | /text      | required
            {"text":"  "}                             | /text      | blank
            {"text":5}                                | /text      | type
            {"text":"a\\u0000b"}                      | /text      | character
            {"text":"a\\ud800b"}                      | /text      | character
            {"text":"t","txet":1}                     | /txet      | unknown_field
            {"text":"t","a/b~c":1}                    | /a~1b~0c   | unknown_field
            {"text":"t","whole":"5"}                  | /whole     | type
            {"text":"t","whole":5.5}                  | /whole     | type
            {"text":"t","whole":10}                   | /whole     | range
            {"text":"t","whole":0}                    | /whole     | range
            {"text":"t","big":99999999999999999999}   | /big       | range
            {"text":"t","exact":1e999999999}          | /exact     | range
            {"text":"t","exact":1e-999999999}         | /exact     | range
            {"text":"t","flag":"true"}                | /flag      | type
            {"text":"t","colour":"RED"}               | /colour    | enum
            {"text":"t","colour":1}                   | /colour    | enum
            {"text":"t","span":"1 hour"}              | /span      | duration
            {"text":"t","span":"-PT1S"}               | /span      | range
            {"text":"t","span":"PT2H"}                | /span      | range
            {"text":"t","span":3600}                  | /span      | type
            {"text":"t","moment":"2027-01-01T08:00"}  | /moment    | time
            {"text":"t","moment":"9999-01-01T08:00Z"} | /moment    | range
            {"text":"t","zone":"Europe/Berlim"}       | /zone      | zone
            {"text":"t","css":"a >"}                  | /css       | css
            {"text":"t","css":"a[b"}                  | /css       | css
            {"text":"t","path":"$.a.."}               | /path      | jsonpath
            {"text":"t","pattern":"("}                | /pattern   | regex
            {"text":"t","pattern":"(?=a)"}            | /pattern   | regex
            {"text":"t","url":"ftp://x/"}             | /url       | url
            {"text":"t","url":"http:///x"}            | /url       | url
            {"text":"t","url":"http://u:p@x/"}        | /url       | url
            {"text":"t","url":"http://x y/"}          | /url       | url
            {"text":"t","list":{}}                    | /list      | type
            {"text":"t","list":[1,"x"]}               | /list/1    | type
            {"text":"t","list":[99]}                  | NONE       | NONE
            {"text":"t","map":[]}                     | /map       | type
            {"text":"t","map":{"a":1}}                | /map/a     | type
            {"text":"t","map":{"":"x"}}               | /map/      | blank
            []                                        | ``         | type
            """)
    void oneWrongThingIsOneProblemAtItsPlace(String json, String pointer, String code) throws Exception {
        List<Problem> problems = problems(json);

        if (pointer.equals("NONE")) {
            assertThat(problems).isEmpty();
            return;
        }
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().pointer()).isEqualTo(pointer);
        assertThat(problems.getFirst().code()).isEqualTo(code);
        assertThat(problems.getFirst().message()).matches(".*[.?]$|.*\\n.*|.*: .*");
    }

    @Test
    void allProblemsAreToldAtOnce() throws Exception {
        assertThat(problems("{\"whole\":0,\"zone\":\"x\",\"list\":[\"a\",\"b\"],\"nope\":1}"))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/nope", "/text", "/whole", "/zone", "/list/0", "/list/1");
    }

    @Test
    void aSlipOfTheFingersIsAnsweredWithWhatWasMeant() throws Exception {
        assertThat(problems("{\"text\":\"t\",\"colur\":1}").getFirst().message())
                .contains("Did you mean 'colour'?");
        assertThat(problems("{\"text\":\"t\",\"zone\":\"Europe/Berlim\"}")
                        .getFirst()
                        .message())
                .contains("Did you mean 'Europe/Berlin'?");
        assertThat(problems("{\"text\":\"t\",\"colour\":\"rde\"}").getFirst().message())
                .contains("red, dark_blue");
    }

    @Test
    void aUnionIsReadByItsTagAndTellsAnUnknownOne() throws Exception {
        assertThat(jobProblems("{\"kind\":\"colect\"}"))
                .containsExactly(new Problem(
                        "/kind",
                        "unknown_kind",
                        "'colect' is none of collect, scrape, command. Did you mean 'collect'?"));
        assertThat(jobProblems("{\"kind\":7}")).extracting(Problem::code).containsExactly("unknown_kind");
        assertThat(jobProblems("{}")).extracting(Problem::pointer).containsExactly("/kind");
        assertThat(jobProblems("{\"kind\":\"collect\",\"source\":{\"type\":\"http\"}}"))
                .extracting(Problem::pointer)
                .containsExactly("/source/url");
    }

    @Test
    void aJobTellsWhatIsWrongBetweenItsFields() throws Exception {
        assertThat(jobProblems("{\"kind\":\"collect\",\"source\":{\"type\":\"http\",\"url\":\"http://x/\"}}"))
                .extracting(Problem::pointer, Problem::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/metrics", "required"));
    }

    @Test
    void aNestedUnionKeepsItsTagWhenItIsWritten() {
        JsonNode written = ShapeWriter.write(JobSpec.class, CollectJob.example());

        assertThat(written.at("/kind").asText()).isEqualTo("collect");
        assertThat(written.at("/source/type").asText()).isEqualTo("http");
        assertThat(written.at("/source").has("auth")).isFalse();
        assertThat(CollectJob.example().source()).isInstanceOf(Source.Http.class);
    }

    private static Everything fits(String json) {
        return switch (ShapeReader.read(Everything.class, Json.stored(json))) {
            case Reading.Fits<Everything>(Everything value) -> value;
            case Reading.Broken<Everything>(List<Problem> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<Problem> problems(String json) throws Json.NotJson {
        return problems(ShapeReader.read(Everything.class, Json.parse(json)));
    }

    private static List<Problem> jobProblems(String json) throws Json.NotJson {
        return problems(ShapeReader.read(JobSpec.class, Json.parse(json)));
    }

    private static <T> List<Problem> problems(Reading<T> reading) {
        return switch (reading) {
            case Reading.Fits<T> _ -> List.of();
            case Reading.Broken<T>(List<Problem> problems) -> problems;
        };
    }
}
