package dev.rota.daemon.jobs.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.daemon.jobs.ContextForTests;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.JobLimits;
import dev.rota.daemon.jobs.JobRunners;
import dev.rota.daemon.jobs.ServerForTests;
import dev.rota.job.ScrapeJob;
import dev.rota.job.ScrapeJob.FieldType;
import dev.rota.job.ScrapeJob.ItemField;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import dev.rota.run.Outcome;
import dev.rota.run.ScrapedItem;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whole jobs, from the spec to the items.
@SuppressWarnings("NullAway") // optional fields of a job are left out with null
class ScrapeRunnerTest {
    private static final Map<String, ItemField> FIELDS = Map.of(
            "id", field(null, "data-id", FieldType.TEXT, true, null),
            "title", field("td.t", null, FieldType.TEXT, true, null));

    private final ContextForTests context = new ContextForTests(Map.of("token", "geheim"));
    private final JobRunners runners =
            new JobRunners(new JobLimits("127.0.0.1", false, List.of(), List.of(), "rota/test", null));
    private ServerForTests server;
    private ServerForTests other;

    @BeforeEach
    void start() throws IOException {
        server = new ServerForTests();
        other = new ServerForTests();
    }

    @AfterEach
    void stop() throws IOException {
        runners.close();
        server.close();
        other.close();
    }

    @Test
    void rowsAreReadFirstAndThenTheirFieldsByType() throws Exception {
        page("/list", """
            <table><tr data-id="7" class=x><td class=t> A  <b>bold</b>
            title </td><td class=p>1.234,50 €</td><td class=n>No. 1.007</td><td><a href="../t/7?x=1#y">more</a></td>
            <td class=h><i>x</i></td></tr></table>\
            """);

        Outcome outcome = run(job(
                "/list",
                null,
                Map.of(
                        "id", field(null, "data-id", FieldType.INT, true, null),
                        "title", field("td.t", null, FieldType.TEXT, true, null),
                        "price", field("td.p", null, FieldType.DECIMAL, false, null),
                        "number", field("td.n", null, FieldType.INT, false, "No\\. ([0-9.]+)"),
                        "link", field("a", null, FieldType.URL, false, null),
                        "html", field("td.h", null, FieldType.HTML, false, null),
                        "absent", field("td.none", null, FieldType.TEXT, false, null))));

        assertThat(outcome).isEqualTo(Outcome.Succeeded.of("1 item on 1 page"));
        assertThat(context.items).singleElement().satisfies(item -> {
            assertThat(item.key()).isEqualTo("7");
            assertThat(item.fields())
                    .isEqualTo(Map.of(
                            "id",
                            7L,
                            "title",
                            "A bold title",
                            "price",
                            new BigDecimal("1234.50"),
                            "number",
                            1007L,
                            "link",
                            server.url("/t/7?x=1#y"),
                            "html",
                            "<i>x</i>"));
        });
    }

    @Test
    void thePagesAreFollowedToTheLastAndProgressIsTold() throws Exception {
        page("/1", rows(1, 2) + "<a rel=next href='?'>x</a><a class=n href='/2'>next</a>");
        page("/2", rows(3, 4) + "<a class=n href='3'>next</a>");
        page("/3", rows(5, 5));

        assertThat(run(job("/1", next(20), FIELDS))).isEqualTo(Outcome.Succeeded.of("5 items on 3 pages"));
        assertThat(context.items).extracting(ScrapedItem::key).containsExactly("1", "2", "3", "4", "5");
        assertThat(context.progress)
                .containsExactly("page 1: 2 items so far", "page 2: 4 items so far", "page 3: 5 items so far");
    }

    @Test
    void aLinkBackEndsTheWalk() throws Exception {
        page("/1", rows(1, 1) + "<a class=n href='/2'>next</a>");
        page("/2", rows(2, 2) + "<a class=n href='/1#top'>next</a>");

        assertThat(run(job("/1", next(20), FIELDS))).isEqualTo(Outcome.Succeeded.of("2 items on 2 pages"));
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void theSamePageUnderEverNewAddressesEndsTheWalk() throws Exception {
        String page = rows(1, 1) + "<a class=n href='/again?'>next</a>";
        page("/1", page);
        page("/again?", page);

        assertThat(run(job("/1", next(20), FIELDS))).isEqualTo(Outcome.Succeeded.of("1 item on 1 page"));
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void theCapAndALaterFailureAndAnEmptyLaterPageMakeItIncomplete() throws Exception {
        page("/1", rows(1, 1) + "<a class=n href='/2'>next</a>");
        page("/2", rows(2, 2) + "<a class=n href='/gone'>next</a>");
        page("/login", "<form>please</form>");
        page("/a", rows(1, 1) + "<a class=n href='/login'>next</a>");
        page("/b", rows(1, 1) + "<a class=n href='http://169.254.169.254/'>next</a>");

        assertThat(run(job("/1", next(1), FIELDS)))
                .isEqualTo(new Outcome.Succeeded("1 item on 1 page, incomplete", false, false));
        assertThat(run(job("/1", next(20), FIELDS)))
                .isEqualTo(new Outcome.Succeeded("2 items on 2 pages, incomplete", false, false));
        assertThat(run(job("/a", next(20), FIELDS)))
                .isEqualTo(new Outcome.Succeeded("1 item on 2 pages, incomplete", false, false));
        assertThat(run(job("/b", next(20), FIELDS)))
                .isEqualTo(new Outcome.Succeeded("1 item on 1 page, incomplete", false, false));
        assertThat(context.lines).anyMatch(line -> line.contains("answered 404"));
    }

    @Test
    void tooFewItemsFailAndNothingIsHandedOver() {
        page("/empty", "<p>nothing");
        page("/one", rows(1, 1));

        JobFailed empty = failure(job("/empty", null, FIELDS));
        assertThat(empty.failureClass()).isEqualTo(FailureClass.EMPTY);
        assertThat(empty.sentence()).contains("0 items", "at least 1", "Nothing was written");
        ScrapeJob two = new ScrapeJob(
                List.of(server.url("/one")),
                Map.of(),
                new ScrapeJob.Items("tr", List.of("id"), FIELDS),
                null,
                2,
                2,
                null,
                null);
        assertThat(failure(two).failureClass()).isEqualTo(FailureClass.EMPTY);
        assertThat(context.items).isEmpty();
    }

    @Test
    void anEmptyPageIsNeverCompleteEvenWhereItIsAllowed() throws Exception {
        page("/empty", "<p>nothing");

        assertThat(run(new ScrapeJob(
                        List.of(server.url("/empty")),
                        Map.of(),
                        new ScrapeJob.Items("tr", List.of("id"), FIELDS),
                        null,
                        0,
                        2,
                        null,
                        null)))
                .isEqualTo(new Outcome.Succeeded("0 items on 1 page, incomplete", false, false));
    }

    @Test
    void brokenRowsAreLeftOutAndToldAndTooManyFailTheRun() throws Exception {
        page("/some", rows(1, 3) + "<table><tr data-id=9><td>no title</td></tr></table>");
        page("/most", rows(1, 1) + "<table><tr data-id=8></tr><tr><td class=t>no key</td></tr></table>");

        assertThat(run(job("/some", null, FIELDS)).message()).isEqualTo("3 items on 1 page, 1 broken rows, incomplete");
        assertThat(context.lines)
                .anyMatch(line -> line.contains("Row 4 of") && line.contains("the field title is not there"));
        assertThat(failure(job("/most", null, FIELDS)).failureClass()).isEqualTo(FailureClass.QUALITY);
    }

    @Test
    void aRowWhoseKeyNoIndexTakesIsLeftOut() throws Exception {
        page("/1", rows(1, 9) + "<table><tr data-id='" + "x".repeat(3000) + "'><td class=t>t</td></tr></table>");

        assertThat(run(job("/1", null, FIELDS)).message()).startsWith("9 items on 1 page, 1 broken rows");
    }

    @Test
    void rowsWithTheSameKeyAreMergedWithAWarning() throws Exception {
        page(
                "/twice",
                "<table><tr data-id=1><td class=t>first</td></tr><tr data-id=1><td class=t>second</td><td"
                        + " class=e>extra</td></tr></table>");

        Outcome outcome = run(job(
                "/twice",
                null,
                Map.of(
                        "id", field(null, "data-id", FieldType.TEXT, true, null),
                        "title", field("td.t", null, FieldType.TEXT, true, null),
                        "extra", field("td.e", null, FieldType.TEXT, false, null))));

        assertThat(outcome.message()).isEqualTo("1 item on 1 page, 1 doubled");
        assertThat(context.items.getFirst().fields()).isEqualTo(Map.of("id", "1", "title", "first", "extra", "extra"));
        assertThat(context.lines).anyMatch(line -> line.startsWith("WARN") && line.contains("they are merged"));
    }

    @Test
    void credentialsStayOnTheSiteTheyAreFor() throws Exception {
        page("/1", rows(1, 1) + "<a class=n href='/2'>next</a>");
        page("/2", rows(2, 2) + "<a class=n href='" + other.url("/3") + "'>next</a>");
        other.page("/3", "text/html", rows(3, 3));

        run(new ScrapeJob(
                List.of(server.url("/1")),
                Map.of("X-Api-Key", "k"),
                new ScrapeJob.Items("tr", List.of("id"), FIELDS),
                next(20),
                1,
                2,
                new Source.Auth(null, "token"),
                null));

        assertThat(server.requests)
                .hasSize(2)
                .allSatisfy(head -> assertThat(head).contains("Bearer geheim", "X-Api-Key"));
        assertThat(other.requests)
                .singleElement()
                .asString()
                .doesNotContain("geheim")
                .doesNotContain("X-Api-Key");
    }

    @Test
    void aFirstPageThatFailsFailsTheRunAndABusyOneDefersIt() throws Exception {
        server.status("/no", "500 Oops");
        server.status("/busy", "429 Slow down", "Retry-After: 10");
        server.page("/pdf", "application/pdf", "%PDF");

        assertThat(failure(job("/no", null, FIELDS)).failureClass()).isEqualTo(FailureClass.HTTP_5XX);
        assertThat(failure(job("/pdf", null, FIELDS)).failureClass()).isEqualTo(FailureClass.PARSE);
        assertThat(run(job("/busy", null, FIELDS))).isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void brokenAndMonstrousPagesAreReadWithinReason() throws Exception {
        page("/deep", "<div>".repeat(200_000) + rows(1, 1));
        page("/unclosed", "<table><tr data-id=1><td class=t>a<tr data-id=2><td class=t>b<![CDATA[<svg><style><");

        assertThat(run(job("/unclosed", null, FIELDS)).message()).startsWith("2 items");
        assertThat(failure(job("/deep", null, Map.of("id", field("span", null, FieldType.TEXT, true, null)))))
                .isNotNull();
    }

    @Test
    void aSelectorThatCannotBeReadIsNamed() {
        page("/1", rows(1, 1));
        JobFailed failed = failure(new ScrapeJob(
                List.of(server.url("/1")),
                Map.of(),
                new ScrapeJob.Items("tr[", List.of("id"), FIELDS),
                null,
                1,
                2,
                null,
                null));

        assertThat(failed.failureClass()).isEqualTo(FailureClass.CONFIG);
        assertThat(failed.sentence()).contains("tr[");
    }

    private Outcome run(ScrapeJob job) throws JobFailed, InterruptedException {
        context.items.clear();
        return runners.run(job, context);
    }

    private JobFailed failure(ScrapeJob job) {
        return catchThrowableOfType(JobFailed.class, () -> run(job));
    }

    private void page(String path, String body) {
        server.page(path, "text/html; charset=utf-8", body);
    }

    private ScrapeJob job(String path, ScrapeJob.@Nullable Next next, Map<String, ItemField> fields) {
        return new ScrapeJob(
                List.of(server.url(path)),
                Map.of(),
                new ScrapeJob.Items("tr", List.of("id"), fields),
                next,
                1,
                2,
                null,
                null);
    }

    private static ScrapeJob.Next next(int maxPages) {
        return new ScrapeJob.Next("a.n", maxPages);
    }

    private static ItemField field(
            @Nullable String css, @Nullable String attr, FieldType type, boolean required, @Nullable String regex) {
        return new ItemField(css, attr, type, required, regex, ",");
    }

    private static String rows(int from, int to) {
        StringBuilder rows = new StringBuilder("<table>");
        for (int id = from; id <= to; id++) {
            rows.append("<tr data-id=")
                    .append(id)
                    .append("><td class=t>Title ")
                    .append(id)
                    .append("</td></tr>");
        }
        return rows.append("</table>").toString();
    }
}
