package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.job.BrokenJob;
import dev.rota.job.CollectJob;
import dev.rota.job.Field;
import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import dev.rota.job.Problem;
import dev.rota.job.UnknownJob;
import dev.rota.syntax.FormOutline;
import dev.rota.syntax.JsonSchema;
import dev.rota.syntax.Reading;
import dev.rota.syntax.Shape;
import dev.rota.syntax.ShapeReader;
import dev.rota.syntax.ShapeWriter;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Walks the permitted records of [JobSpec], so that a new kind is complete or the build says what it lacks.
class JobCatalogueTest {

    static Stream<Class<? extends JobSpec>> kinds() {
        return JobKinds.all().values().stream();
    }

    @Test
    void thereAreTheKindsThatThePageOffers() {
        assertThat(JobKinds.all().keySet()).contains("collect", "scrape", "command");
        assertThat(JobKinds.all()).doesNotContainKeys("unknown", "broken");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theExampleOfEveryKindHasNoProblems(Class<? extends JobSpec> kind) {
        JsonNode written = ShapeWriter.write(JobSpec.class, example(kind));

        assertThat(ShapeReader.read(JobSpec.class, written)).isEqualTo(new Reading.Fits<>(example(kind)));
        assertThat(example(kind).problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theExampleOfEveryKindSurvivesTheDatabase(Class<? extends JobSpec> kind) {
        JobSpec example = example(kind);

        assertThat(JobSpecJson.read(example.kind(), JobSpecJson.write(example))).isEqualTo(example);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindAndEveryFieldSaysWhatItIs(Class<? extends JobSpec> kind) {
        assertThat(kind.getAnnotation(Field.class)).isNotNull();
        assertDescribed((Shape.Form) Shape.of(kind));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasAFormAndASchema(Class<? extends JobSpec> kind) {
        assertThat(FormOutline.of(kind.asSubclass(Record.class))).isNotEmpty().allSatisfy(field -> {
            assertThat(field.get("name").asText()).matches("[a-z][a-z0-9_]*");
            assertThat(field.get("description").asText()).isNotBlank();
        });
        JsonNode schema = JsonSchema.ofKind(example(kind).kind(), kind);
        assertThat(schema.at("/properties/kind/const").asText())
                .isEqualTo(example(kind).kind());
        assertThat(schema.at("/required").toString()).contains("\"kind\"");
    }

    @Test
    void aKindThisBuildDoesNotKnowIsKeptAsItIs() {
        JobSpec job = JobSpecJson.read("teleport", "{\"to\":  1}");

        assertThat(job).isEqualTo(new UnknownJob("teleport", "{\"to\":  1}"));
        assertThat(JobSpecJson.write(job)).isEqualTo("{\"to\":  1}");
    }

    @Test
    void aDocumentThatDoesNotFitItsKindIsABrokenJobThatSaysWhy() {
        JobSpec job = JobSpecJson.read("collect", "{\"metrics\":[],\"sauce\":{}}");

        assertThat(job).isInstanceOfSatisfying(BrokenJob.class, broken -> {
            assertThat(broken.kind()).isEqualTo("collect");
            assertThat(broken.problems()).extracting(Problem::pointer).containsExactly("/sauce", "/source");
            assertThat(broken.problems().getFirst().message()).contains("Did you mean 'source'?");
        });
        assertThat(JobSpecJson.write(job)).isEqualTo("{\"metrics\":[],\"sauce\":{}}");
    }

    @Test
    void aStoredTextThatIsNoJsonIsABrokenJobToo() {
        assertThat(JobSpecJson.read("collect", "{")).isInstanceOf(BrokenJob.class);
        assertThat(JobSpecJson.read("collect", "[1]")).isInstanceOf(BrokenJob.class);
    }

    @Test
    void theTagIsNotKeptInTheDocument() {
        assertThat(JobSpecJson.write(CollectJob.example())).doesNotContain("\"kind\"");
    }

    private static void assertDescribed(Shape shape) {
        switch (shape) {
            case Shape.Form form ->
                assertThat(form.parts()).allSatisfy(part -> {
                    assertThat(part.description())
                            .as(form.type() + "." + part.name())
                            .isNotBlank();
                    assertDescribed(part.shape());
                });
            case Shape.Union union ->
                union.options().values().forEach(option -> {
                    assertThat(option.description()).as(option.type().getName()).isNotBlank();
                    assertDescribed(option);
                });
            case Shape.Listing(Shape of) -> assertDescribed(of);
            case Shape.Mapping(Shape of) -> assertDescribed(of);
            case Shape.Text _, Shape.Numeral _, Shape.Bool _, Shape.Word _, Shape.Span _, Shape.Moment _ -> {}
            case Shape.Zone _ -> {}
        }
    }

    private static JobSpec example(Class<? extends JobSpec> kind) {
        try {
            Method example = kind.getMethod("example");
            return (JobSpec) example.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(kind.getName() + " needs: public static " + kind.getSimpleName() + " example()", e);
        }
    }
}
