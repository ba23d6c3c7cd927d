package dev.rota.bench.engine;

import dev.rota.api.ApiApp;
import dev.rota.api.ApiConfig;
import dev.rota.config.DatabaseConfig;
import dev.rota.config.Listen;
import dev.rota.store.AccountStore;
import dev.rota.store.Database;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/// How long the pages of the real API take over HTTP among very many schedules and runs: each list, search, filter
/// and order that the web page and the command line ask for, one client, one request at a time.
final class Pages {
    private static final int TIMES = Integer.getInteger("times", 200);
    private static final int WARM = 20;

    /// How long a page of schedules is: as the API gives it to whoever does not say.
    private static final int LENGTH = Integer.getInteger("length", 50);

    private static final String ONLY = System.getProperty("only", "");

    private final String base;
    private final String token;
    private final long schedules;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private double worst;

    private Pages(String base, String token, long schedules) {
        this.base = base;
        this.token = token;
        this.schedules = schedules;
    }

    static void run(Server server) throws SQLException, IOException, InterruptedException {
        long schedules = Long.getLong("schedules", 1_000_000);
        MillionRows.fill(server, "pages", schedules, Long.getLong("runs", 10_000_000));
        awaitQuiet();
        DatabaseConfig config = new DatabaseConfig(server.url() + "pages", "rota", "", false);
        ApiApp api = new ApiApp(new ApiConfig(config, new Listen("127.0.0.1", 0), ZoneId.of("Europe/Rome"), true));
        try (Database database = Database.open(config, "bench", 1);
                Connection connection = server.connect("pages")) {
            api.start();
            String token =
                    new AccountStore(database).createToken("bench", "admin").text();
            Pages pages = new Pages("http://127.0.0.1:" + api.port(), token, schedules);
            System.out.printf(Locale.ROOT, "| page | p50 ms | p99 ms | slowest |%n|---|--:|--:|--:|%n");
            pages.schedules();
            pages.oneSchedule(connection);
            pages.runs(connection);
            pages.rest();
            System.out.printf(Locale.ROOT, "| **the slowest of them** | | **%.1f** | |%n", pages.worst);
        } finally {
            api.stop();
        }
    }

    /// Filling leaves much for the disk and for autovacuum to do; and nobody else should be at work now.
    private static void awaitQuiet() throws InterruptedException {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        for (int waits = 0; waits < 360 && machine.getSystemLoadAverage() >= 1; waits++) {
            Thread.sleep(5_000);
        }
        System.err.printf(Locale.ROOT, "Filled; load now: %.2f%n", machine.getSystemLoadAverage());
    }

    private void schedules() throws IOException, InterruptedException {
        String list = "/api/schedules?limit=" + LENGTH;
        for (String sort : List.of("id", "name", "next_due")) {
            time("schedules by " + sort, _ -> list + "&sort=" + sort);
            time("… a page from the middle", r -> list + "&sort=" + sort + "&after=" + (1 + r.nextLong(schedules)));
        }
        for (String standing : List.of(
                "active",
                "running",
                "paused",
                "failed",
                "unknown_kind",
                "having_issues",
                "last_run_failed",
                "finished")) {
            time("standing=" + standing, _ -> list + "&standing=" + standing);
        }
        time("standing=paused, from the middle", r -> list + "&standing=paused&after=" + r.nextLong(schedules));
        time("kind, every fourth", _ -> list + "&kind=scrape");
        time("kind, the last 2,000 only", _ -> list + "&kind=command");
        time("kind that nothing has", _ -> list + "&kind=nothing");
        time("label, every 50th", r -> list + "&label=site%3Dhall%20" + r.nextInt(50));
        time("label, from the middle", r -> list + "&label=site%3Dhall%207&after=" + r.nextLong(schedules));
        time("label that all have", _ -> list + "&label=site");
        time("label, 30 of them", _ -> list + "&label=pinned");
        time("label that none has", _ -> list + "&label=no%3Dsuch");
        time("search for one", r -> list + "&q=" + r.nextLong(schedules));
        time("search, every tenth", _ -> list + "&q=pump");
        time("search, two words", _ -> list + "&q=pump%20mil");
        time("search, a beginning", r -> list + "&q=" + (10 + r.nextInt(90)));
        time("search, one letter", _ -> list + "&q=p");
        time("search, nothing", _ -> list + "&q=nosuchword");
        time("search and order by name", _ -> list + "&q=pump&sort=name");
        time("label and order by next_due", _ -> list + "&label=site%3Dhall%207&sort=next_due");
        time("label and standing", _ -> list + "&label=site%3Dhall%207&standing=paused");
        time("label and kind", _ -> list + "&label=site%3Dhall%207&kind=command");
        time("search and standing", _ -> list + "&q=meter&standing=having_issues");
        time("search and rare label", _ -> list + "&q=pump&label=pinned%3Dyes");
    }

    private void oneSchedule(Connection connection) throws SQLException, IOException, InterruptedException {
        Function<Random, String> any = r -> "/api/schedules/" + (1 + r.nextLong(schedules));
        Function<Random, String> busy = r -> "/api/schedules/" + (1 + r.nextInt(64));
        time("a schedule", any);
        time("its next runs", r -> any.apply(r) + "/upcoming");
        time("its runs", r -> any.apply(r) + "/runs?limit=50");
        time("its runs, of 20,000", r -> busy.apply(r) + "/runs?limit=50");
        time("… those that failed", r -> busy.apply(r) + "/runs?limit=50&status=failed");
        time("… those that were abandoned", r -> busy.apply(r) + "/runs?limit=50&status=abandoned");
        time("its decisions", r -> "/api/schedules/" + (1 + r.nextLong(schedules / 10)) + "/decisions");
        time("its explanation", r -> any.apply(r) + "/explain?at=" + ago(5));
        time("items of a schedule", _ -> "/api/schedules/2/items?limit=50");
        time("items with a text", _ -> "/api/schedules/2/items?limit=50&q=9999");
    }

    private void runs(Connection connection) throws SQLException, IOException, InterruptedException {
        time("runs", _ -> "/api/runs?limit=50");
        for (String status :
                List.of("running", "succeeded", "failed", "deferred", "interrupted", "abandoned", "cancelled")) {
            time("runs, " + status, _ -> "/api/runs?limit=50&status=" + status);
        }
        time("runs, a page from the middle", r -> "/api/runs?limit=50&after=" + runCursor(r));
        time("runs, failed, from the middle", r -> "/api/runs?limit=50&status=failed&after=" + runCursor(r));
        time("runs, cancelled, from the middle", r -> "/api/runs?limit=50&status=cancelled&after=" + runCursor(r));
        List<String> ids = strings(
                connection,
                "select id::text from run tablesample system (0.1) where finished_at is not null limit 500");
        time("a run", r -> "/api/runs/" + ids.get(r.nextInt(ids.size())));
        time(
                "a run by the beginning of its id",
                r -> "/api/runs/" + ids.get(r.nextInt(ids.size())).substring(0, 8));
        List<String> recent = strings(connection, "select run_id::text from run_log tablesample system (1) limit 500");
        time("a run's log", r -> "/api/runs/" + recent.get(r.nextInt(recent.size())) + "/log");
        time("logs, the newest", _ -> "/api/logs?limit=200");
        time("logs, errors and worse", _ -> "/api/logs?limit=200&level=error");
        time("logs, warnings and worse", _ -> "/api/logs?limit=200&level=warn");
        time("logs of a schedule", r -> "/api/logs?limit=200&schedule=" + (1 + r.nextLong(schedules)));
        time("logs since an hour", _ -> "/api/logs?limit=200&since=" + ago(1));
        time("logs since ten days", _ -> "/api/logs?limit=200&since=" + ago(240));
        time("logs since an hour, warnings", _ -> "/api/logs?limit=200&level=warn&since=" + ago(1));
        time("logs that match", _ -> "/api/logs?limit=200&grep=outcome%3Dfailed");
        time("logs, nothing matches", _ -> "/api/logs?limit=200&grep=no%20such%20text");
    }

    private void rest() throws IOException, InterruptedException {
        time("overview", _ -> "/api/overview");
        time("queue-stats", _ -> "/api/queue-stats");
        time("health", _ -> "/api/health");
        time("metrics", _ -> "/metrics");
        time("daemons", _ -> "/api/daemons");
        time("series", _ -> "/api/series?limit=50");
        time("series of a schedule", r -> "/api/series?schedule=" + (1 + r.nextLong(schedules / 10)));
        time("series by name", _ -> "/api/series?name=power&limit=50");
        time("series, a name that none has", _ -> "/api/series?name=nothing");
        time("samples of 24 hours", _ -> "/api/series/1/samples?range=24h");
        time("samples of 7 days by the hour", _ -> "/api/series/1/samples?range=7d");
        time("calendars", _ -> "/api/calendars");
        time("templates", _ -> "/api/job-templates?limit=200");
        time("scraping-schedules", _ -> "/api/scraping-schedules/");
    }

    private static String ago(int hours) {
        return Instant.now()
                .minus(hours, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private static String runCursor(Random r) {
        long micros =
                Instant.now().minus(r.nextInt(90 * 1440), ChronoUnit.MINUTES).toEpochMilli() * 1000;
        return micros + "_1_" + new UUID(0, 0);
    }

    private void time(String name, Function<Random, String> path) throws IOException, InterruptedException {
        if (!name.contains(ONLY)) {
            return;
        }
        List<Double> times = new ArrayList<>();
        for (int i = -WARM; i < TIMES; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path.apply(random)))
                    .header("Authorization", "Bearer " + token)
                    .build();
            long begin = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            double millis = (System.nanoTime() - begin) / 1e6;
            if (answer.statusCode() != 200 && answer.statusCode() != 404) {
                System.out.printf("| %s | %d: %s |%n", name, answer.statusCode(), new String(answer.body()));
                worst = Double.POSITIVE_INFINITY;
                return;
            }
            if (i >= 0) {
                times.add(millis);
            }
            // What is that slow is not asked two hundred times.
            if (millis > 1_000 && i > -WARM + 3) {
                times.add(millis);
                break;
            }
        }
        double[] sorted =
                times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double p99 = sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
        worst = Math.max(worst, p99);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %s%.1f | %.1f |%n",
                name,
                sorted[sorted.length / 2],
                p99 > 50 ? "**!** " : "",
                p99,
                Arrays.stream(sorted).max().orElse(0));
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
