package dev.rota.api.resources;

import dev.rota.api.access.Needs;
import dev.rota.api.access.Role;
import dev.rota.api.errors.ApiProblem;
import dev.rota.store.SeriesReadStore;
import dev.rota.store.SeriesReadStore.Bucket;
import dev.rota.store.SeriesReadStore.Sample;
import dev.rota.store.SeriesReadStore.Series;
import dev.rota.store.SeriesReadStore.Step;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The series that collect jobs keep, and their samples, as JSON for charts or as CSV for spreadsheets.
@Path("api/series")
@Produces(MediaType.APPLICATION_JSON)
public final class SeriesResource {
    /// As many raw samples as one answer holds: 6 h at one a second, twice. The newest are given.
    private static final int MOST_SAMPLES = 50_000;

    private static final String CSV = "text/csv; charset=utf-8";

    private final SeriesReadStore store;

    public SeriesResource(SeriesReadStore store) {
        this.store = store;
    }

    /// @param points of raw samples `[epoch ms, value or null, flag or null]`, of hours and days
    ///               `[epoch ms, average, least, greatest, count]`
    public record SamplesView(
            Series series,
            String resolution,
            Instant from,
            Instant to,
            boolean truncated,
            List<List<@Nullable Object>> points) {}

    @GET
    @Needs(Role.VIEWER)
    public Response list(
            @QueryParam("schedule") @Nullable String schedule,
            @QueryParam("name") @Nullable String name,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        return Paging.page(
                store.list(Parameters.id("schedule", schedule), name, Paging.after(after, 0), size + 1),
                size,
                series -> Long.toString(series.id()),
                Function.identity(),
                uri);
    }

    @GET
    @Path("{id: [0-9]{1,18}}")
    @Needs(Role.VIEWER)
    public Series one(@PathParam("id") long id) {
        return find(id);
    }

    @GET
    @Path("{id: [0-9]{1,18}}/samples")
    @Needs(Role.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, "text/csv"})
    public Response samples(
            @PathParam("id") long id,
            @QueryParam("range") @Nullable String range,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("resolution") @Nullable String resolution,
            @QueryParam("format") @Nullable String format) {
        if (format != null && !format.equals("json") && !format.equals("csv")) {
            throw Parameters.refused("'format' is json or csv; not: " + format);
        }
        SampleRange asked = SampleRange.of(range, from, to, resolution, store.now());
        Series series = find(id);
        boolean csv = "csv".equals(format);
        return switch (asked.resolution()) {
            case RAW -> raw(series, asked, csv);
            case HOURLY -> buckets(series, asked, Step.HOUR, csv);
            case DAILY -> buckets(series, asked, Step.DAY, csv);
        };
    }

    private Response raw(Series series, SampleRange asked, boolean csv) {
        List<Sample> found = store.samples(series.id(), asked.from(), asked.to(), MOST_SAMPLES + 1);
        boolean truncated = found.size() > MOST_SAMPLES;
        List<Sample> samples = truncated ? found.subList(1, found.size()) : found;
        return csv
                ? csv(
                        series,
                        "at,value,raw,flag",
                        samples,
                        sample -> row(sample.at(), sample.value(), sample.raw(), sample.flag()))
                : json(
                        series,
                        asked,
                        truncated,
                        samples,
                        sample -> row(sample.at().toEpochMilli(), sample.value(), sample.flag()));
    }

    private Response buckets(Series series, SampleRange asked, Step step, boolean csv) {
        List<Bucket> buckets = store.buckets(series.id(), asked.from(), asked.to(), step);
        return csv
                ? csv(
                        series,
                        "at,average,least,greatest,count",
                        buckets,
                        bucket -> row(bucket.at(), bucket.average(), bucket.least(), bucket.greatest(), bucket.count()))
                : json(
                        series,
                        asked,
                        false,
                        buckets,
                        bucket -> row(
                                bucket.at().toEpochMilli(),
                                bucket.average(),
                                bucket.least(),
                                bucket.greatest(),
                                bucket.count()));
    }

    private static <T> Response json(
            Series series,
            SampleRange asked,
            boolean truncated,
            List<T> rows,
            Function<T, List<@Nullable Object>> point) {
        return Response.ok(new SamplesView(
                        series,
                        asked.resolution().word(),
                        asked.from(),
                        asked.to(),
                        truncated,
                        rows.stream().map(point).toList()))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    private static <T> Response csv(
            Series series, String head, List<T> rows, Function<T, List<@Nullable Object>> line) {
        String body = rows.stream()
                .map(line)
                .map(cells -> cells.stream()
                        .map(cell -> cell == null ? "" : cell.toString())
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", head + "\r\n", rows.isEmpty() ? "" : "\r\n"));
        return Response.ok(body, CSV)
                .header("Content-Disposition", "attachment; filename=\"series-" + series.id() + ".csv\"")
                .build();
    }

    private static List<@Nullable Object> row(@Nullable Object... cells) {
        return Arrays.asList(cells);
    }

    private Series find(long id) {
        return store.find(id).orElseThrow(() -> ApiProblem.notFound("There is no series " + id + "."));
    }
}
