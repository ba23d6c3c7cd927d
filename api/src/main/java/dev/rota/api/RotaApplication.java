package dev.rota.api;

import dev.rota.api.errors.ProblemMapper;
import dev.rota.api.errors.RequestIdFilter;
import dev.rota.api.resources.JobRules;
import dev.rota.api.resources.JobsResource;
import dev.rota.api.resources.Pause;
import dev.rota.api.resources.RequestsResource;
import dev.rota.api.resources.RunsResource;
import dev.rota.api.ui.DocsResource;
import dev.rota.api.ui.PageResource;
import dev.rota.api.wire.EntityTags;
import dev.rota.api.wire.JsonBodies;
import dev.rota.store.Database;
import dev.rota.store.RequestStore;
import dev.rota.store.RunHistoryStore;
import java.util.ArrayList;
import java.util.List;

/// The route table: every resource, filter and provider of the API, made here and nowhere else.
final class RotaApplication {
    private RotaApplication() {}

    static List<Object> components(ApiConfig config, Database database, Pause pause) {
        List<Object> components = new ArrayList<>(around());
        components.addAll(schedulesAndRuns(config, database, pause));
        components.addAll(List.of(new PageResource(), new DocsResource()));
        return components;
    }

    /// What every request passes.
    private static List<Object> around() {
        return List.of(new RequestIdFilter(), new ProblemMapper(), new JsonBodies(), new EntityTags());
    }

    private static List<Object> schedulesAndRuns(ApiConfig config, Database database, Pause pause) {
        RequestStore requests = new RequestStore(database);
        RunHistoryStore runs = new RunHistoryStore(database);
        JobRules rules = new JobRules(config.commandsAllowed());
        return List.of(
                new RunsResource(runs, requests),
                new RequestsResource(requests),
                new JobsResource(requests, rules, pause));
    }
}
