package dev.rota.daemon;

import dev.rota.daemon.listen.OwnPage.Answer;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.metrics.MetricsPage;
import dev.rota.syntax.Json;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a daemon answers when it is asked about itself.
final class Telling {
    private Telling() {}

    /// 200 while it does its work; 503 while it starts, drains or has lost the database.
    static Answer health(@Nullable Engine engine, StatusBoard status) {
        String state = state(engine, status);
        String json = "{\"status\":\"%s\",\"says\":%s}\n".formatted(state, Json.write(status.text()));
        return new Answer(state.equals("ready") ? 200 : 503, "application/json", json);
    }

    static Answer metrics(@Nullable Engine engine, StatusBoard status, long now) {
        MetricsPage page = new MetricsPage();
        Map<String, String> build = new LinkedHashMap<>();
        build.put("version", version());
        build.put("java", Runtime.version().toString());
        page.gauge("rota_daemon_build_info", "Always 1; the labels say what is running.")
                .sample(build, 1);
        page.gauge("rota_daemon_ready", "1 while the daemon does its work; 0 while it starts, drains or is degraded.")
                .sample(state(engine, status).equals("ready") ? 1 : 0);
        page.gauge("rota_daemon_maintenance_failed", "1 while not all of the daily maintenance could be done.")
                .sample(status.whatIsUndone() == null ? 0 : 1);
        if (engine != null) {
            engine.figures().write(page, now);
        }
        page.gauge("rota_daemon_heap_bytes", "Memory that the program uses, garbage not yet collected included.")
                .sample(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        return new Answer(200, MetricsPage.MEDIA_TYPE, page.toString());
    }

    private static String state(@Nullable Engine engine, StatusBoard status) {
        String state = engine == null ? "starting" : engine.state();
        return state.equals("ready") && status.isDegraded() ? "degraded" : state;
    }

    /// Of this build, or `development` outside of a package.
    static String version() {
        return Objects.requireNonNullElse(Telling.class.getPackage().getImplementationVersion(), "development");
    }
}
